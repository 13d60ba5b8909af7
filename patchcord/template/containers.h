// What the methods of lists and maps share.
#pragma once

#include <cstddef>
#include <vector>

#include "patchcord/template/invocation.h"

namespace patchcord::simulator {

// Nothing may hold itself: it could neither be printed nor freed. Also not what is too large to be
// sure.
bool may_hold(const Value& container, const Value& item, const Call& call);
Answer holds_itself();
// Whether so many elements more are within what a list may have, which bounds the memory.
bool may_grow(const List& list, std::size_t more);
Answer grows_too_long();
Answer unsupported();  // UnsupportedOperationException

std::vector<Value> copy_of(const List& list);
// The position of the first element that equals the value, or the size of the list.
std::size_t find_item(const List& list, const Value& wanted, const Call& call);

}  // namespace patchcord::simulator

// Who may talk to the sandbox: programs on this machine, not web pages of strangers.
#pragma once

#include <cstdint>
#include <optional>

#include "patchcord/sandbox/message.h"

namespace patchcord::sandbox {

// 403 for a Host that is not this listener (a name that a stranger's DNS points to us), and for an
// Origin that is not this listener (a page of a stranger in the user's browser).
std::optional<Reply> refuse_stranger(const Message& message, std::uint16_t port);

}  // namespace patchcord::sandbox

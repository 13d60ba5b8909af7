#include "patchcord/lint/names.h"

#include <algorithm>

namespace patchcord::lint {
namespace {

using simulator::AccessKind;
using simulator::Reference;

bool is_named_step(const simulator::Access& access) {
  const bool named = access.kind == AccessKind::index ||
                     (access.kind == AccessKind::method && access.name == "get");
  return access.kind == AccessKind::property ||
         (named && access.arguments.size() == 1 && access.arguments[0].constant.is_text());
}

}  // namespace

std::string name_of(const Reference& reference) {
  auto name = reference.root;
  for (const auto& access : reference.chain) {
    if (!is_named_step(access)) break;
    name += "." + (access.kind == AccessKind::property
                       ? access.name
                       : std::string(access.arguments[0].constant.text()));
  }
  return name;
}

bool is_bare(const Reference& reference) {
  return std::all_of(reference.chain.begin(), reference.chain.end(), is_named_step);
}

std::string first_property(const Reference& reference) {
  return std::string(property_of(name_of(reference)));
}

std::string_view root_of(std::string_view name) {
  return name.substr(0, name.find('.'));
}

std::string_view property_of(std::string_view name) {
  const auto begin = std::min(root_of(name).size() + 1, name.size());
  return name.substr(begin, name.find('.', begin) - begin);
}

}  // namespace patchcord::lint

#include "patchcord/manifest/role_table.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <re2/re2.h>

#include "patchcord/base/text.h"
#include "patchcord/manifest/names.h"
#include "patchcord/policy/genesys_role.h"
#include "patchcord/policy/validate.h"

namespace patchcord {
namespace {

constexpr std::string_view inline_policy = "patchcord-invoke";
// IAM allows 50; up to four are our marks. Source: IAM User Guide, IAM and AWS STS quotas
constexpr std::size_t max_tags = 46;
constexpr std::size_t max_tag_key = 128;
constexpr std::size_t max_tag_value = 256;

void sort_unique(std::vector<FunctionArn>& functions) {
  std::sort(functions.begin(), functions.end());
  functions.erase(std::unique(functions.begin(), functions.end()), functions.end());
}

// Characters of the role's policy that IAM counts.
std::size_t policy_size(std::vector<FunctionArn> functions) {
  sort_unique(functions);
  const auto document = policy::permission_document(invoked_resources(functions));
  return document ? policy::size_without_white_space(policy::to_text(*document)) : 0;
}

bool is_role_arn(const std::vector<std::string_view>& parts) {
  return parts.size() == 6 && parts[0] == "arn" && parts[1].starts_with("aws") &&
         parts[2] == "iam" && parts[3].empty() && is_account_id(parts[4]) &&
         parts[5].starts_with("role/") && !parts[5].ends_with('/');
}

// Source: IAM API Reference, Tag
bool is_tag_text(const std::string& text) {
  static const re2::RE2 allowed(R"([\p{L}\p{Z}\p{N}_.:/=+\-@]*)");
  return re2::RE2::FullMatch(text, allowed);
}

// Characters of a UTF-8 text.
std::size_t length_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U;
  }));
}

// "arn:aws:iam::123456789012:policy/name", or one of AWS's own ("…::aws:policy/…").
bool is_policy_arn(std::string_view text) {
  const auto parts = split(text, ':');
  return parts.size() == 6 && parts[0] == "arn" && parts[1].starts_with("aws") &&
         parts[2] == "iam" && parts[3].empty() && (is_account_id(parts[4]) || parts[4] == "aws") &&
         parts[5].starts_with("policy/") && !parts[5].ends_with('/');
}

}  // namespace

RoleTable::RoleTable(std::string deployment, Values& values, Problems& problems)
    : deployment_(std::move(deployment)), values_(values), problems_(problems) {}

std::string RoleTable::assign(const IntegrationSection& integration,
                              std::vector<FunctionArn> functions) {
  const auto role = describe(integration);
  if (!role) return {};
  const auto& span = integration.role ? integration.role->span : integration.span;
  const bool described = integration.role && !integration.role->is_name_only;
  auto& entry = entry_for(*role, span, described);
  const auto name = integration.name ? integration.name->value : std::string();
  entry.users.push_back({.integration = name, .functions = std::move(functions)});
  return role->name;
}

std::vector<DesiredRole> RoleTable::take() && {
  std::vector<DesiredRole> roles;
  for (auto& entry : entries_) {
    auto& functions = entry.role.functions;
    for (const auto& user : entry.users)
      functions.insert(functions.end(), user.functions.begin(), user.functions.end());
    sort_unique(functions);
    check_partition(entry);
    if (entry.role.managed) check_size(entry);
    roles.push_back(std::move(entry.role));
  }
  return roles;
}

std::optional<DesiredRole> RoleTable::describe(const IntegrationSection& integration) {
  const auto& section = integration.role;
  if (section && section->arn) return foreign_role(*section->arn);
  DesiredRole role{.policy_name = std::string(inline_policy)};
  role.description =
      fmt::format("Lets Genesys Cloud invoke the functions of deployment {}", deployment_);
  if (section && section->name) {
    const auto name = values_.fill(*section->name);
    if (!name) return std::nullopt;
    report(section->name->span, check_iam_name("a role", *name, max_role_name));
    role.name = *name;
  } else {
    role.name = "GenesysCloud-" + deployment_;
  }
  if (section) read_details(*section, role);
  return role;
}

std::optional<DesiredRole> RoleTable::foreign_role(const Text& arn) {
  const auto text = values_.fill(arn);
  if (!text) return std::nullopt;
  const auto parts = split(*text, ':');
  if (!is_role_arn(parts)) {
    problems_.error(arn.span,
                    fmt::format("`{}` is not the ARN of a role", printable(*text, 200)),
                    "It looks like arn:aws:iam::123456789012:role/name.");
    return std::nullopt;
  }
  const auto slash = parts[5].rfind('/');
  return DesiredRole{.name = std::string(parts[5].substr(slash + 1)),
                     .path = std::string(parts[5].substr(4, slash - 3)),
                     .policy_name = std::string(inline_policy),
                     .managed = false,
                     .arn = *text};
}

void RoleTable::read_details(const RoleSection& section, DesiredRole& role) {
  role.adopt = section.adopt;
  if (section.path) {
    if (const auto path = values_.fill(*section.path)) {
      report(section.path->span, check_iam_path(*path));
      role.path = *path;
    }
  }
  if (section.policy) {
    if (const auto name = values_.fill(*section.policy)) {
      report(section.policy->span, check_iam_name("an inline policy", *name, max_policy_name));
      role.policy_name = *name;
    }
  }
  if (section.boundary) {
    role.boundary = values_.fill(*section.boundary);
    if (role.boundary && !is_policy_arn(*role.boundary)) {
      problems_.error(
          section.boundary->span,
          fmt::format("`{}` is not the ARN of a policy", printable(*role.boundary, 200)),
          "It looks like arn:aws:iam::123456789012:policy/name.");
    }
  }
  read_tags(section, role);
}

void RoleTable::read_tags(const RoleSection& section, DesiredRole& role) {
  for (const auto& tag : section.tags) {
    const auto& key = tag.name.value;
    const auto value = values_.fill(tag.text);
    const auto folded = lower_case(key);
    if (folded.starts_with("aws:") || folded.starts_with("patchcord:")) {
      problems_.error(tag.name.span,
                      fmt::format("the tag `{}` is not yours to set", printable(key, 130)),
                      "Tags that begin with aws: or patchcord: are set by AWS and by patchcord.");
    } else if (key.empty() || length_of(key) > max_tag_key ||
               (value && length_of(*value) > max_tag_value)) {
      problems_.error(tag.name.span,
                      fmt::format("the tag `{}` is too long or has no name", printable(key, 130)),
                      "A tag has a key of 1 to 128 and a value of at most 256 characters.");
    } else if (!is_tag_text(key) || (value && !is_tag_text(*value))) {
      problems_.error(
          tag.name.span,
          fmt::format("the tag `{}` has characters that IAM does not take", printable(key, 130)),
          "Use letters, digits, blanks and _.:/=+-@.");
    }
    if (value) role.tags[key] = *value;
  }
  if (role.tags.size() <= max_tags) return;
  problems_.error(
      section.span,
      fmt::format("the role has {} tags; there is room for {}", role.tags.size(), max_tags),
      "IAM allows 50 on a role, and patchcord marks the role with up to 4.");
}

RoleTable::Entry& RoleTable::entry_for(const DesiredRole& role, const Span& span, bool described) {
  const auto found = std::find_if(entries_.begin(), entries_.end(), [&](const auto& entry) {
    return entry.role.name == role.name;
  });
  if (found == entries_.end()) {
    entries_.push_back({.role = role, .span = span, .described = described});
    return entries_.back();
  }
  if (!described) return *found;
  if (found->described && !(found->role == role)) {
    problems_.error(span,
                    fmt::format("role {} is described differently in line {}",
                                printable(role.name, 100),
                                found->span.line),
                    "Describe it once; the other integrations give its name only.");
    return *found;
  }
  found->role = role;
  found->described = true;
  found->span = span;
  return *found;
}

// A principal of one partition can do nothing in another. Source: AWS General Reference, ARNs
void RoleTable::check_partition(const Entry& entry) {
  if (entry.role.managed || entry.role.functions.empty()) return;
  const auto partition = std::string(split(entry.role.arn, ':')[1]);
  for (const auto& function : entry.role.functions) {
    if (function.partition == partition) continue;
    problems_.error(entry.span,
                    fmt::format("role {} is in the partition {}, function {} in {}",
                                entry.role.name,
                                printable(partition, 40),
                                function.name,
                                function.partition),
                    "A role can invoke functions of its own partition only.",
                    "L63");
    return;
  }
}

void RoleTable::check_size(const Entry& entry) {
  const auto size = policy_size(entry.role.functions);
  if (size <= policy::max_role_inline_size) return;
  problems_.error(
      entry.span,
      fmt::format("the policy of role {} has {} characters for {} functions; IAM allows {}",
                  entry.role.name,
                  size,
                  entry.role.functions.size(),
                  policy::max_role_inline_size),
      division_of(entry),
      "L62");
}

// The integrations, in their order, in groups that fit into one role each.
std::string RoleTable::division_of(const Entry& entry) {
  std::vector<std::string> groups;
  std::vector<FunctionArn> group;
  for (const auto& user : entry.users) {
    const auto alone = policy_size(user.functions);
    if (alone > policy::max_role_inline_size) {
      return fmt::format(
          "Divide the actions of `{}` over {} integrations, each with a role of its own.",
          user.integration,
          alone / policy::max_role_inline_size + 1);
    }
    auto together = group;
    together.insert(together.end(), user.functions.begin(), user.functions.end());
    const bool fits = !groups.empty() && policy_size(together) <= policy::max_role_inline_size;
    group = fits ? together : user.functions;
    const auto name = fmt::format("`{}`", user.integration);
    if (fits) {
      groups.back() += " and " + name;
    } else {
      groups.push_back(groups.empty()
                           ? fmt::format("{} for {}", entry.role.name, name)
                           : fmt::format("{}-{} for {}", entry.role.name, groups.size() + 1, name));
    }
  }
  return fmt::format("Use {} roles: {}.", groups.size(), fmt::join(groups, ", "));
}

void RoleTable::report(const Span& span, const Result<void>& checked) {
  if (!checked) problems_.error(span, checked.error().what, checked.error().hint);
}

}  // namespace patchcord

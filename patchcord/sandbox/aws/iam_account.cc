#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "patchcord/base/text.h"
#include "patchcord/base/try.h"
#include "patchcord/policy/validate.h"
#include "patchcord/sandbox/aws/iam_operations.h"
#include "patchcord/sandbox/aws/refusal.h"
#include "patchcord/sandbox/aws/timestamps.h"

namespace patchcord::sandbox::aws {
namespace {

// A Marker is the index of the first member of the page, dressed up so that nobody counts on it.
constexpr std::string_view marker_prefix = "marker:";

std::optional<std::size_t> start_of(const std::string& marker) {
  const auto text = base64_decode(marker);
  if (!text || !text->starts_with(marker_prefix)) return std::nullopt;
  const std::string digits = text->substr(marker_prefix.size());
  std::size_t start = 0;
  const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), start);
  if (failed != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return start;
}

std::string entry(std::string_view key, std::size_t value) {
  return nest("entry", element("key", key) + element("value", std::to_string(value)));
}

}  // namespace

Result<std::string> page(const QueryCall& call,
                         std::string_view name,
                         const std::vector<std::string>& members) {
  std::size_t start = 0;
  if (call.form.has("Marker")) {
    const auto marked = start_of(call.form.get("Marker"));
    if (!marked)
      return refuse(
          400, "ValidationError", "Invalid Marker: " + printable(call.form.get("Marker"), 100));
    start = std::min(*marked, members.size());
  }
  // With a maximum of 0 the first page is empty and truncated, which the service allows itself, and
  // the rest follows.
  const auto limit = static_cast<std::size_t>(call.cloud.knobs.page_size_max);
  const std::size_t asked = std::stoul(call.form.get("MaxItems", "100"));
  const bool empty_page = limit == 0 && !call.form.has("Marker") && !members.empty();
  const std::size_t size = empty_page ? 0 : limit == 0 ? asked : std::min(asked, limit);
  const std::size_t end = std::min(start + size, members.size());
  std::string inner;
  for (std::size_t index = start; index < end; ++index)
    inner += nest("member", members[index]);
  std::string xml =
      nest(name, inner) + element("IsTruncated", end < members.size() ? "true" : "false");
  if (end < members.size()) {
    xml += element("Marker", base64_encode(std::string(marker_prefix) + std::to_string(end)));
  }
  return xml;
}

Result<QueryResult> get_user(const QueryCall& call) {
  const std::string name = call.form.get("UserName", call.caller.user_name);
  if (name.empty()) {
    return refuse(
        400, "ValidationError", "Must specify userName when calling with non-User credentials");
  }
  const std::string arn = "arn:" + call.cloud.options.partition +
                          ":iam::" + call.cloud.options.account + ":user/" + name;
  const auto found = call.cloud.users.find(arn);
  if (found == call.cloud.users.end()) {
    return refuse(
        404, "NoSuchEntity", "The user with name " + printable(name, 128) + " cannot be found.");
  }
  return QueryResult{nest("User",
                          element("Path", "/") + element("UserName", name) +
                              element("UserId", found->second.user_id) + element("Arn", arn) +
                              element("CreateDate", "2024-01-01T00:00:00Z"))};
}

Result<QueryResult> get_account_summary(const QueryCall& call) {
  const auto live = std::count_if(call.cloud.roles.begin(),
                                  call.cloud.roles.end(),
                                  [](const auto& role) { return role.second.latest() != nullptr; });
  return QueryResult{
      nest("SummaryMap",
           entry("Roles", static_cast<std::size_t>(live)) + entry("RolesQuota", 1000) +
               entry("AssumeRolePolicySizeQuota", policy::max_trust_size) +
               entry("RolePolicySizeQuota", policy::max_role_inline_size) +
               entry("PolicySizeQuota", 6144) + entry("AttachedPoliciesPerRoleQuota", 10) +
               entry("Users", call.cloud.users.size()))};
}

Result<QueryResult> list_account_aliases(const QueryCall& call) {
  TRY_ASSIGN(std::string xml, page(call, "AccountAliases", {}));
  return QueryResult{std::move(xml)};
}

}  // namespace patchcord::sandbox::aws

#include <algorithm>
#include <set>

#include <re2/re2.h>

#include "patchcord/base/text.h"
#include "patchcord/base/try.h"
#include "patchcord/sandbox/aws/iam_operations.h"
#include "patchcord/sandbox/aws/refusal.h"

namespace patchcord::sandbox::aws {
namespace {

// Source: IAM User Guide, "Rules for tagging in IAM and AWS STS"
constexpr std::size_t max_tags = 50;
constexpr std::size_t max_key = 128;
constexpr std::size_t max_value = 256;

// Source: IAM API Reference, Tag
bool is_tag_text(const std::string& text) {
  static const re2::RE2 allowed(R"([\p{L}\p{Z}\p{N}_.:/=+\-@]*)");
  return re2::RE2::FullMatch(text, allowed);
}

std::size_t length_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U;
  }));
}

Tags::iterator find_tag(Tags& tags, const std::string& key) {
  return std::find_if(tags.begin(), tags.end(), [wanted = lower_case(key)](const auto& tag) {
    return lower_case(tag.first) == wanted;
  });
}

Error bad_tag(const std::string& place, const std::string& value, const std::string& rule) {
  return refuse(400,
                "ValidationError",
                "1 validation error detected: Value '" + printable(value, 300) + "' at '" + place +
                    "' failed to satisfy constraint: " + rule);
}

}  // namespace

Result<void> check_tags(const Tags& tags) {
  const std::string pattern =
      R"(Member must satisfy regular expression pattern: [\p{L}\p{Z}\p{N}_.:/=+\-@]+)";
  std::set<std::string> keys;
  for (std::size_t index = 0; index < tags.size(); ++index) {
    const auto& [key, value] = tags[index];
    const std::string place = "tags." + std::to_string(index + 1) + ".member.";
    if (key.empty() || !is_tag_text(key)) return bad_tag(place + "key", key, pattern);
    if (!is_tag_text(value)) return bad_tag(place + "value", value, pattern);
    if (length_of(key) > max_key)
      return bad_tag(place + "key", key, "Member must have length less than or equal to 128");
    if (length_of(value) > max_value) {
      return bad_tag(place + "value", value, "Member must have length less than or equal to 256");
    }
    if (lower_case(key).starts_with("aws:")) {
      return refuse(400, "InvalidInput", "System tags cannot be added/updated by requester.");
    }
    if (!keys.insert(lower_case(key)).second) {
      return refuse(400,
                    "InvalidInput",
                    "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
    }
  }
  if (tags.size() > max_tags) {
    return refuse(409, "LimitExceeded", "The number of tags has reached the maximum limit.");
  }
  return {};
}

std::string tags_xml(const Tags& tags) {
  std::string xml;
  for (const auto& [key, value] : tags)
    xml += nest("member", element("Key", key) + element("Value", value));
  return xml;
}

Result<QueryResult> tag_role(const QueryCall& call) {
  TRY_ASSIGN(Role role, role_to_change(call));
  const Tags added = call.form.tags("Tags");
  TRY(check_tags(added));
  for (const auto& [key, value] : added) {
    const auto same = find_tag(role.tags, key);
    if (same == role.tags.end()) {
      role.tags.emplace_back(key, value);
    } else {
      same->second = value;
    }
  }
  TRY(check_tags(role.tags));
  call.cloud.store(call.now, role);
  return QueryResult{.has_result = false};
}

Result<QueryResult> untag_role(const QueryCall& call) {
  TRY_ASSIGN(Role role, role_to_change(call));
  for (const std::string& key : call.form.list("TagKeys")) {
    const auto same = find_tag(role.tags, key);
    if (same != role.tags.end()) role.tags.erase(same);
  }
  call.cloud.store(call.now, role);
  return QueryResult{.has_result = false};
}

Result<QueryResult> list_role_tags(const QueryCall& call) {
  TRY_ASSIGN(const Role role, role_to_read(call));
  std::vector<std::string> members;
  for (const auto& [key, value] : role.tags)
    members.push_back(element("Key", key) + element("Value", value));
  TRY_ASSIGN(std::string xml, page(call, "Tags", members));
  return QueryResult{std::move(xml)};
}

}  // namespace patchcord::sandbox::aws

// The AWS Query protocol of IAM and STS: form parameters in, XML out.
//
// Source: IAM API Reference, "Making query requests"; STS API Reference, the same
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "patchcord/base/error.h"
#include "patchcord/sandbox/message.h"

namespace patchcord::sandbox::aws {

using Tags = std::vector<std::pair<std::string, std::string>>;

class Form {
 public:
  // Of a name given twice the last one counts; beyond 4,096 parameters the rest is dropped.
  static Form parse(std::string_view body);

  [[nodiscard]] bool has(const std::string& name) const { return values_.count(name) > 0; }
  [[nodiscard]] std::string get(const std::string& name, std::string_view otherwise = {}) const;
  // name.member.1, name.member.2, … up to the first gap
  [[nodiscard]] std::vector<std::string> list(const std::string& name) const;
  // name.member.1.Key / .Value, …
  [[nodiscard]] Tags tags(const std::string& name) const;

 private:
  std::map<std::string, std::string> values_;
};

// <name>text</name>, text escaped. Control characters that XML cannot carry become "?".
std::string element(std::string_view name, std::string_view text);
// <name>inner</name>, inner being XML already; <name/> when it is empty.
std::string nest(std::string_view name, std::string_view inner);

// One protocol's name space and its place in URLs.
enum class QueryService { iam, sts };

// <OpResponse><OpResult>…</OpResult><ResponseMetadata>…; without `has_result` no OpResult element
// at all.
struct QueryResult {
  std::string xml{};
  bool has_result{true};
};

Reply query_reply(QueryService service, std::string_view operation, const QueryResult& result);
Reply query_error(QueryService service, const Error& error);

}  // namespace patchcord::sandbox::aws

// The query protocol of IAM and STS: a form in, XML out.
//
// Source   IAM API Reference, "Making query requests"
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "patchcord/base/json.h"
#include "patchcord/ports/transport.h"

namespace patchcord::aws {

struct QueryService {
  std::string name{};     // "iam"
  std::string version{};  // "2010-05-08"
  std::string url{};      // Endpoint::url
};

struct QueryCall {
  std::string action{};                                           // "CreateRole"
  std::vector<std::pair<std::string, std::string>> parameters{};  // not yet encoded
  std::string subject{};                                          // for errors: "role X"
  bool writes{false};
};

// Every IAM and STS request that we make may be repeated: values are set, not added, and
// CreateRole's name is unique.
class QueryClient {
 public:
  QueryClient(Transport& transport, QueryService service);

  // The content of <ActionResult> as parse_xml gives it; null where there is none.
  //
  // Errors   those of to_error (answer.h) · protocol: a good status without the answer's XML ·
  // those of the transport
  Result<Json> call(const QueryCall& call);

 private:
  Transport& transport_;
  QueryService service_;
};

// "Tags.member.1.Key" and "Tags.member.1.Value" for each tag.
void add_tags(std::vector<std::pair<std::string, std::string>>& parameters,
              const std::vector<std::pair<std::string, std::string>>& tags);

// "TagKeys.member.1", "TagKeys.member.2", …
void add_list(std::vector<std::pair<std::string, std::string>>& parameters,
              const std::string& name,
              const std::vector<std::string>& values);

}  // namespace patchcord::aws

#include "patchcord/sandbox/aws/managed_policies.h"

#include <array>
#include <string_view>

#include "patchcord/sandbox/aws/ids.h"

namespace patchcord::sandbox::aws {
namespace {

struct Known {
  std::string_view path;
  std::string_view name;
  std::string_view actions;  // JSON
};

constexpr std::array known{
    Known{"/", "AdministratorAccess", R"("*")"},
    Known{
        "/",
        "ReadOnlyAccess",
        R"(["iam:Get*","iam:List*","iam:Simulate*","lambda:Get*","lambda:List*","sts:GetCallerIdentity"])"},
    Known{"/", "IAMFullAccess", R"("iam:*")"},
    Known{"/", "AWSLambda_FullAccess", R"("lambda:*")"},
    Known{"/service-role/", "AWSLambdaRole", R"("lambda:InvokeFunction")"},
    Known{"/service-role/",
          "AWSLambdaBasicExecutionRole",
          R"(["logs:CreateLogGroup","logs:CreateLogStream","logs:PutLogEvents"])"},
};

}  // namespace

std::vector<ManagedPolicy> policies_of_aws(const std::string& partition, TimePoint now) {
  std::vector<ManagedPolicy> policies;
  policies.reserve(known.size());
  for (const Known& policy : known) {
    policies.push_back(
        {.arn = "arn:" + partition + ":iam::aws:policy" + std::string(policy.path) +
                std::string(policy.name),
         .id = unique_id("ANPA", 17),
         .name = std::string(policy.name),
         .path = std::string(policy.path),
         .document = R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":)" +
                     std::string(policy.actions) + R"(,"Resource":"*"}]})",
         .created = now,
         .of_aws = true});
  }
  return policies;
}

}  // namespace patchcord::sandbox::aws

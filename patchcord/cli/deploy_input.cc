#include "patchcord/cli/deploy_input.h"

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/base/try.h"
#include "patchcord/cli/json_argument.h"
#include "patchcord/genesys/region.h"

namespace patchcord::cli {
namespace {

class Reader {
 public:
  Reader(const DeployOptions& options, const Variables& process)
      : options_(options), process_(process), single_(options.single) {}

  DeployInput read() {
    input_.connection =
        read_connection(options_.connection,
                        process_,
                        {"LAMBDA_FUNCTION_ARN", "GENESYS_AWS_ACCOUNT_ID", "EXTERNAL_ID"});
    input_.problems = input_.connection.problems;
    choose_region();
    const auto& variables = input_.connection.variables;
    single_.function_arn = value_of(variables, "LAMBDA_FUNCTION_ARN");
    single_.trusted_account = value_of(variables, "GENESYS_AWS_ACCOUNT_ID");
    single_.external_id = value_of(variables, "EXTERNAL_ID");
    if (!options_.contract_file.empty()) take(read_contract(), single_.contract);
    if (!options_.test_input.empty())
      take(read_json_object(options_.test_input, "--test-input"), input_.test_input);
    if (!input_.problems.empty()) return std::move(input_);

    auto compiled = compile(single_);
    input_.desired = std::move(compiled.desired);
    std::move(
        compiled.problems.begin(), compiled.problems.end(), std::back_inserter(input_.problems));
    check_trusted_account();
    if (input_.problems.empty()) compare_regions();
    return std::move(input_);
  }

 private:
  void problem(Error error, std::string at) {
    error.code = Code::invalid;
    error.at = error.at.empty() ? std::move(at) : error.at;
    input_.problems.push_back(std::move(error));
  }

  void choose_region() {
    for (const auto& region :
         {options_.genesys_region, input_.connection.client.region, std::string("us-east-1")}) {
      if (input_.genesys_region.empty()) input_.genesys_region = region;
    }
  }

  [[nodiscard]] Result<Json> read_contract() const {
    auto contract = read_json_object("@" + options_.contract_file, "--contract");
    if (contract) return contract;
    Error error = std::move(contract).error();
    error.hint =
        R"(Write --contract FILE, and in the file {"input": {…}, "output": {…}} with one JSON Schema each.)";
    return error;
  }

  void take(Result<Json> json, std::optional<Json>& into) {
    if (json) {
      into = *std::move(json);
    } else {
      input_.problems.push_back(std::move(json).error());
    }
  }

  // Genesys Cloud calls from one account per region: a role that trusts another one can never be
  // assumed. Behind a gateway or in the sandbox the account is what the person says.
  void check_trusted_account() {
    const auto region = genesys::find_region(input_.genesys_region);
    if (!region) return problem(region.error(), "--genesys-region");
    const auto& given = single_.trusted_account;
    if (!input_.connection.genesys_api_url.empty() || !region->trusted_account ||
        *region->trusted_account == given || options_.any_account)
      return;
    problem(Error{.what = fmt::format(
                      "account {} is not the one that Genesys Cloud calls from in {}: that is {}",
                      printable(given, 80),
                      region->domain,
                      *region->trusted_account),
                  .hint = fmt::format("Set GENESYS_AWS_ACCOUNT_ID={}, or choose the organization's "
                                      "region with --genesys-region. --any-account trusts "
                                      "the given account all the same.",
                                      *region->trusted_account)},
            "GENESYS_AWS_ACCOUNT_ID");
  }

  void compare_regions() {
    const auto given = value_of(input_.connection.variables, "AWS_REGION");
    const auto& function = input_.desired.roles[0].functions[0];
    if (given.empty() || given == function.region) return;
    input_.warnings.push_back(
        fmt::format("AWS_REGION is {}, but the function is in {}: the function's region counts",
                    printable(given, 80),
                    function.region));
  }

  const DeployOptions& options_;
  const Variables& process_;
  SingleFunction single_;
  DeployInput input_{};
};

}  // namespace

DeployInput read_deploy_input(const DeployOptions& options, const Variables& process) {
  return Reader(options, process).read();
}

}  // namespace patchcord::cli

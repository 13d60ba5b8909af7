// What the tests of both proofs share: the two correct documents, and how to damage and read them.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "patchcord/policy/genesys_role.h"

namespace patchcord::policy {

inline const GenesysTrust genesys{.account = "765628985471",
                                  .external_id = "5f8a2c1e-9b7d-4e0f-8a6b-3c2d1e0f9a8b"};
inline const std::string trust_text =
    R"({"Version":"2012-10-17","Statement":[{"Sid":"GenesysCloudAssume","Effect":"Allow",)"
    R"("Principal":{"AWS":"arn:aws:iam::765628985471:root"},"Action":"sts:AssumeRole",)"
    R"("Condition":{"StringEquals":{"sts:ExternalId":"5f8a2c1e-9b7d-4e0f-8a6b-3c2d1e0f9a8b"}}}]})";

inline const std::vector<std::string> functions{
    "arn:aws:lambda:us-east-1:123456789012:function:status:live",
    "arn:aws:lambda:us-east-1:123456789012:function:cancel"};
inline const std::string permission_text =
    R"({"Version":"2012-10-17","Statement":[{"Sid":"InvokeConfiguredFunctions","Effect":"Allow",)"
    R"("Action":"lambda:InvokeFunction","Resource":["arn:aws:lambda:us-east-1:123456789012:function:cancel",)"
    R"("arn:aws:lambda:us-east-1:123456789012:function:status:live"]}]})";

// The text with the first `from` replaced; `code` is one of the findings that this must give.
struct Defect {
  std::string from{};
  std::string to{};
  std::string code{};
};

inline Document parse(const std::string& text) {
  return parse_document(text).value();
}

inline std::string changed(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

inline Findings trust_findings(const std::string& text, std::string_view now = {}) {
  return prove_trust(parse(text), genesys, now);
}

inline Findings permission_findings(const std::string& text) {
  return prove_permission({.policies = {parse(text)}}, functions);
}

inline std::vector<std::string> codes(const Findings& findings) {
  std::vector<std::string> out;
  for (const auto& finding : findings)
    out.push_back(finding.code);
  return out;
}

inline std::optional<Severity> severity(const Findings& findings, std::string_view code) {
  const auto found = std::find_if(
      findings.begin(), findings.end(), [&](const Finding& one) { return one.code == code; });
  return found == findings.end() ? std::optional<Severity>() : found->severity;
}

// Empty when there are no findings.
inline std::string shown(const Findings& findings) {
  std::string out;
  for (const auto& one : findings) {
    out += fmt::format(
        "{} {}: {} (found {})\n", static_cast<int>(one.severity), one.code, one.text, one.found);
  }
  return out;
}

}  // namespace patchcord::policy

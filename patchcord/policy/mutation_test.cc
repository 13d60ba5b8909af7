// Every single change of the two correct documents, made by machine: none may go unnoticed.
#include <functional>

#include <gmock/gmock.h>

#include "patchcord/policy/proof_fixtures.h"

namespace patchcord::policy {
namespace {

using Check = std::function<Findings(const Document&)>;

struct Mutant {
  std::string what{};  // "/Statement/0/Effect without its character 3"
  Json document{};
};
using Mutants = std::vector<Mutant>;

// The text with one character replaced, for each of them, and with one added.
std::vector<std::string> neighbours(const std::string& text) {
  std::vector<std::string> out{text + "x", ""};
  for (std::size_t i = 0; i < text.size(); ++i) {
    out.push_back(text);
    out.back()[i] = text[i] == 'x' ? 'y' : 'x';
  }
  return out;
}

void mutate_members(const Json& root, const Json::json_pointer& at, Mutants& out) {
  for (const auto& [name, value] : root.at(at).items()) {
    Json without = root;
    without.at(at).erase(name);
    out.push_back({(at / name).to_string() + " removed", without});
    for (const auto& other : neighbours(name)) {
      Json renamed = without;
      renamed.at(at)[other] = value;
      out.push_back({(at / name).to_string() + " named " + other, renamed});
    }
  }
}

void mutate_elements(const Json& root, const Json::json_pointer& at, Mutants& out) {
  for (std::size_t i = 0; i < root.at(at).size(); ++i) {
    Json without = root;
    without.at(at).erase(i);
    out.push_back({(at / i).to_string() + " removed", without});
  }
}

// Every object, array and string below `at`, each changed in every way that is known for its kind.
Mutants mutants_of(const Json& root, const Json::json_pointer& at) {
  Mutants out;
  const auto& node = root.at(at);
  if (node.is_object()) mutate_members(root, at, out);
  if (node.is_array()) mutate_elements(root, at, out);
  if (node.is_string()) {
    auto others = neighbours(node.get<std::string>());
    others.emplace_back("*");
    for (const auto& other : others) {
      Json copy = root;
      copy.at(at) = other;
      out.push_back({at.to_string() + " = " + other, copy});
    }
  }
  if (node.is_structured()) {
    for (const auto& [name, value] : node.items()) {
      const auto below = node.is_array() ? at / std::stoul(name) : at / name;
      for (auto& mutant : mutants_of(root, below))
        out.push_back(std::move(mutant));
    }
  }
  return out;
}

// What changed nothing that IAM evaluates: an optional name.
bool is_harmless(const Mutant& mutant) {
  return mutant.what.starts_with("/Statement/0/Sid = ") ||
         mutant.what == "/Statement/0/Sid removed";
}

// How many mutants there are; fails for each one that the proof lets pass.
std::size_t expect_all_found(const std::string& text, const Check& check) {
  const auto mutants = mutants_of(Json::parse(text), Json::json_pointer());
  for (const auto& mutant : mutants) {
    const auto document = read_document(mutant.document);
    const bool found = !document || !check(*document).empty();
    EXPECT_EQ(found, !is_harmless(mutant)) << mutant.what << '\n' << mutant.document;
  }
  return mutants.size();
}

TEST(Mutation, NoSingleChangeOfATrustPolicyGoesUnnoticed) {
  const auto count = expect_all_found(
      trust_text, [](const auto& document) { return prove_trust(document, genesys); });
  EXPECT_GT(count, 200U);
}

TEST(Mutation, NoSingleChangeOfAPermissionPolicyGoesUnnoticed) {
  const auto count = expect_all_found(permission_text, [](const auto& document) {
    return prove_permission({.policies = {document}}, functions);
  });
  EXPECT_GT(count, 200U);
}

}  // namespace
}  // namespace patchcord::policy

// Whatever the bytes are: an answer, and never a crash.
#include <random>

#include <gtest/gtest.h>

#include "patchcord/manifest/fixtures.h"

namespace patchcord {
namespace {

using testing_manifest::parse;
using testing_manifest::text_of;

const std::string seed = R"(deployment: orders
genesys: { region: us-east-1, organization: 5f8a1c1e-0b7d-4c7e-9f43-2d1f6a0c9b11 }
aws: { account: "123456789012", cross_account: true }
integrations:
  - name: Orders <alias>
    role: { name: R, path: /x/, policy: p, boundary: "arn:aws:iam::aws:policy/P", tags: { a: b }, adopt: true }
    was: old
    actions:
      - name: Get
        function: arn:aws:lambda:us-east-1:123456789012:function:f:<alias>
        input: { a: string, b: optional integer }
        output: { c: { d: [ { e: number } ] }, type: string }
        timeout: 15s
        request: { template: file(a.vm), headers: { x: y } }
        response: { map: { s: "$.a[0]" }, defaults: { s: '"u"' }, template: "{\"s\": ${s}}" }
        tests: [ { input: { a: "1" }, expect: { c: 1.5 }, safe: true } ]
      - import: a.custom.json
  - name: Other
    role: { arn: "arn:aws:iam::123456789012:role/x", managed: false }
    actions: [ { name: b, function: f, input: { type: object, properties: { a: { type: string } } } } ]
environments:
  prod: { genesys: { domain: mypurecloud.de }, values: { alias: live } }
)";

// Without errors there is something to deploy, and it is whole.
void check_desired(const Desired& desired, const std::string& text) {
  EXPECT_FALSE(desired.roles.empty() || desired.integrations.empty()) << text;
  for (const auto& role : desired.roles)
    EXPECT_FALSE(role.name.empty() || role.functions.empty()) << text;
}

void check(const std::string& text) {
  const auto parsed = parse(text, {{"a.vm", "x"}, {"a.custom.json", "{}"}});
  EXPECT_TRUE(parsed.manifest || has_errors(parsed.diagnostics)) << text;
  if (!parsed.manifest) return;
  for (const std::string environment : {"", "prod"}) {
    const auto compiled = compile(
        *parsed.manifest, {.environment = environment, .find_place = testing_manifest::find_place});
    if (!has_errors(parsed.diagnostics) && !has_errors(compiled.diagnostics))
      check_desired(compiled.desired, text);
  }
}

TEST(Robustness, RandomBytesAreAnswered) {
  std::mt19937 random(7);
  const std::string_view alphabet = "ab:- \n\t{}[]?,\"'#&*!|>%@`<$\\0179.~\xC3\xA9";
  for (int round = 0; round < 3000; ++round) {
    std::string text(random() % 60, ' ');
    for (auto& c : text) {
      c = round % 2 == 0 ? static_cast<char>(random() % 256) : alphabet[random() % alphabet.size()];
    }
    check(text);
  }
}

void damage(std::string& text, std::mt19937& random) {
  const std::string_view alphabet = "ab:- \n\t{}[]?,\"'#&*!|><$\\17.~";
  const auto position = [&] { return random() % (text.size() + 1); };
  const auto at = position();
  switch (random() % 4) {
    case 0:
      text.insert(at, 1, alphabet[random() % alphabet.size()]);
      break;
    case 1:
      text.erase(at, 1 + random() % 20);
      break;
    case 2:
      text.insert(at, text.substr(position(), random() % 80));
      break;
    default:
      text.resize(std::max<std::size_t>(at, 100));
  }
}

TEST(Robustness, DamagedManifestsAreAnswered) {
  std::mt19937 random(11);
  for (int round = 0; round < 1500; ++round) {
    auto text = seed;
    for (auto edits = 1 + random() % 4; edits > 0; --edits)
      damage(text, random);
    check(text);
  }
}

TEST(Robustness, TheSeedItselfReachesEverything) {
  EXPECT_EQ(
      text_of(parse(seed, {{"a.vm", "x"}, {"a.custom.json", "{}"}}).diagnostics),
      "error 17:17 a.custom.json has no `name` | Is it a data action exported by Genesys Cloud "
      "(*.custom.json)?\n"
      "error 17:17 a.custom.json has no `config.request` | Is it a data action exported by "
      "Genesys Cloud (*.custom.json)?\n");
}

}  // namespace
}  // namespace patchcord

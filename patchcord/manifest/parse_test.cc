#include "patchcord/manifest/parse.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "patchcord/manifest/fixtures.h"

namespace patchcord {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing_manifest::Files;
using testing_manifest::parse;
using testing_manifest::text_of;

// A good manifest with `lines` among the members of its only action, which is in lines 5 to 7.
std::string with_action(const std::string& lines) {
  return "deployment: orders\n"
         "genesys: { region: us-east-1 }\n"
         "integrations:\n"
         "  - name: Orders\n"
         "    actions:\n"
         "      - name: Get\n"
         "        function: arn:aws:lambda:us-east-1:123456789012:function:f\n" +
         lines;
}

struct Row {
  std::string text{};
  std::string problems{};
};

TEST(Parse, ANameAndAFunctionAreEnough) {
  const auto [manifest, diagnostics] = parse(with_action(""));
  EXPECT_EQ(text_of(diagnostics), "");
  ASSERT_TRUE(manifest);
  const auto& action = manifest->integrations.at(0).actions.at(0);
  EXPECT_EQ(action.name->value, "Get");
  EXPECT_EQ(action.name->span, (Span{.file = "m.yaml", .line = 6, .column = 15}));
  EXPECT_FALSE(action.input);
}

TEST(Parse, ShowsTheLineOfAProblem) {
  const auto [manifest, diagnostics] = parse(with_action("        nmae: x\n"));
  ASSERT_EQ(diagnostics.size(), 1U);
  EXPECT_EQ(diagnostics[0].source_line, "        nmae: x");
}

TEST(Parse, RefusesWhatIsNoManifest) {
  const Row rows[] = {
      {"", "error 0:0 the manifest is empty | `patchcord init` writes one.\n"},
      {"# nothing\n", "error 0:0 the manifest is empty | `patchcord init` writes one.\n"},
      {"orders\n", "error 1:1 a manifest is a mapping of names to values, not a text\n"},
      {"deployment: orders\nintegrations: []\n",
       "error 2:15 `integrations` is empty | List at least one integration with its actions.\n"},
      {"deployment: 7\nintegrations: x\n",
       "error 1:13 `deployment` must be a text, and 7 without quotes is a number | Quote it: "
       "\"7\"\n"
       "error 2:15 `integrations` must be a list, not a text\n"},
      {"{}",
       "error 1:1 a manifest needs `deployment` | Name it: 1 to 40 of a-z, 0-9 and -, for example "
       "`orders`.\n"
       "error 1:1 a manifest needs `integrations` | List at least one integration with its "
       "actions.\n"},
  };
  for (const auto& [text, problems] : rows)
    EXPECT_EQ(text_of(parse(text).diagnostics), problems) << text;
}

TEST(Parse, TellsOfAMisspeltKeyOnce) {
  const auto parsed = parse("deployment: d\ngenesys: { region: us-east-1 }\nintergrations: []\n");
  EXPECT_EQ(text_of(parsed.diagnostics),
            "error 3:1 a manifest has no `intergrations` | Did you mean `integrations`?\n");
}

TEST(Parse, NamesWhatIsWrongInAnAction) {
  const Row rows[] = {
      {"        timout: 15s\n", "error 8:9 an action has no `timout` | Did you mean `timeout`?\n"},
      {"        zzz: 1\n",
       "error 8:9 an action has no `zzz` | Known here: `import`, `name`, `function`, `was`, "
       "`adopt`, "
       "`category`, `secure`, `timeout`, `input`, `output`, `request`, `response`, `tests`.\n"},
      {"        category:\n",
       "error 8:9 `category` has no value | Give one, or remove the line.\n"},
      {"        category: 12\n",
       "error 8:19 `category` must be a text, and 12 without quotes is a number | Quote it: "
       "\"12\"\n"},
      {"        secure: yes\n", "error 8:17 `secure` must be true or false, not a text\n"},
      {"        timeout: 15\n", "error 8:18 `timeout` has no unit: 15 | Write 15s.\n"},
      {"        timeout: 61s\n",
       "error 8:18 `timeout` must be from 1s to 60s | Write whole seconds, for example 15s.\n"},
      {"        timeout: 0s\n",
       "error 8:18 `timeout` must be from 1s to 60s | Write whole seconds, for example 15s.\n"},
      {"        timeout: 1m\n",
       "error 8:18 `timeout` must be from 1s to 60s | Write whole seconds, for example 15s.\n"},
      {"        tests: { input: {} }\n", "error 8:16 `tests` must be a list, not a mapping\n"},
      {"        tests: [ { input: {}, expect: 1, expect_exact: 2 } ]\n",
       "error 8:42 a test has `expect` or `expect_exact`, not both | `expect` compares the members "
       "that it names, `expect_exact` all.\n"},
      {"        tests: [ { input: { id: 007 } } ]\n",
       "error 8:33 the number 007 begins with a zero, which would be lost | Quote it if it is "
       "text: "
       "\"007\"\n"},
      {"        response: { defaults: { a: [] } }\n",
       "error 8:36 the default of `a` must be the text of a value, not a list | Write it as JSON "
       "in "
       "quotes, for example '[]' or '\"unknown\"'.\n"},
      {"        request: { headers: { a: 1 } }\n",
       "error 8:34 `a` must be a text, and 1 without quotes is a number | Quote it: \"1\"\n"},
  };
  for (const auto& [lines, problems] : rows)
    EXPECT_EQ(text_of(parse(with_action(lines)).diagnostics), problems) << lines;
}

TEST(Parse, NamesWhatIsMissing) {
  const std::string text =
      "deployment: d\nintegrations:\n  - role: r\n    actions: [ {} ]\n  - name: n\n";
  EXPECT_EQ(
      text_of(parse(text).diagnostics),
      "error 3:5 an integration needs `name` | Give the name that the integration has, or shall "
      "have, in Genesys Cloud.\n"
      "error 4:16 an action needs `name` | Give the name that call flows use.\n"
      "error 4:16 an action needs `function` | Give the full ARN: "
      "arn:aws:lambda:<region>:<account>:function:<name>, with :<alias> if the action uses one.\n"
      "error 5:5 an integration needs `actions` | List at least one action: a name and a "
      "function ARN are enough.\n");
}

TEST(Parse, AccountsAreTexts) {
  EXPECT_EQ(
      text_of(parse("aws: { account: 012345678901 }\n" + with_action("")).diagnostics),
      "error 1:17 `account` must be a text, and 012345678901 without quotes is a number | Quote "
      "it: \"012345678901\"\n");
}

TEST(Parse, RegionAndDomainExcludeEachOther) {
  const std::string text =
      "deployment: d\ngenesys: { region: a, domain: b }\nintegrations: [ { name: n, actions: [] } "
      "]\n";
  EXPECT_EQ(
      text_of(parse(text).diagnostics),
      "error 2:31 `region` and `domain` say the same thing in two ways | Give one of them.\n"
      "error 3:37 an integration without actions has nothing to do | List at least one action: a "
      "name and a function ARN are enough.\n");
}

TEST(Parse, RolesHaveThreeForms) {
  const auto role = [](const std::string& value) {
    const auto parsed = parse("deployment: d\nintegrations:\n  - name: n\n    role: " + value +
                              "\n    actions: [ { name: a, function: f } ]\n");
    return text_of(parsed.diagnostics);
  };
  EXPECT_EQ(role("GenesysCloud-x"), "");
  EXPECT_EQ(role("{ name: r, path: /x/, policy: p, boundary: b, tags: { team: cc }, adopt: true }"),
            "");
  EXPECT_EQ(role("{ arn: \"arn:aws:iam::123456789012:role/r\", managed: false }"), "");
  EXPECT_EQ(role("{ arn: a }"),
            "error 4:18 a role that is given by its ARN belongs to somebody else | Add `managed: "
            "false`, or give `name` instead of `arn`.\n");
  EXPECT_EQ(role("{ managed: false }"),
            "error 4:11 a role needs `arn` | A role with `managed: false` is given by its ARN.\n");
  EXPECT_EQ(
      role("{ arn: a, managed: false, path: /x/ }"),
      "error 4:11 a role with `managed: false` is never written, so it has `arn` only | Remove "
      "`name`, `path`, `policy`, `boundary`, `tags` and `adopt`.\n");
  EXPECT_EQ(role("{ nam: r }"), "error 4:13 a role has no `nam` | Did you mean `name`?\n");
  EXPECT_EQ(role("[ r ]"), "error 4:11 `role` must be a text, not a list\n");
}

TEST(Parse, FilesStayInTheFolder) {
  const Files files = {{"t/request.vm", "${input.a}\n"}, {"bad", "\xFF"}};
  const auto request = [&](const std::string& path) {
    return parse(with_action("        request: { template: \"file(" + path + ")\" }\n"), files);
  };
  const auto good = request("t/request.vm");
  EXPECT_EQ(text_of(good.diagnostics), "");
  EXPECT_EQ(good.manifest->integrations[0].actions[0].request_template->value, "${input.a}\n");
  for (const std::string path : {"../x", "t/../../x", "/etc/passwd", "", "a\\\\b", "a\\u0000b"}) {
    EXPECT_THAT(text_of(request(path).diagnostics),
                HasSubstr("is not a path inside the manifest's folder | Put the file beside the "
                          "manifest, or in a folder below it, and give the path from there."))
        << path;
  }
  EXPECT_EQ(text_of(request("missing.vm").diagnostics),
            "error 8:30 missing.vm does not exist | Correct the path.\n");
  EXPECT_EQ(text_of(request("bad").diagnostics), "error 8:30 bad is not UTF-8 text\n");
}

TEST(Parse, TemplatesAreTakenAsTheyAre) {
  const auto [manifest, diagnostics] = parse(
      with_action("        response:\n"
                  "          map: { status: \"$.order.state\" }\n"
                  "          defaults: { status: '\"unknown\"', count: 0, open: true, eta: null }\n"
                  "          template: |\n"
                  "            {\"status\": ${status}, \"alias\": \"<alias>\"}\n"));
  EXPECT_EQ(text_of(diagnostics), "");
  const auto& action = manifest->integrations[0].actions[0];
  EXPECT_EQ(action.success_template->value, "{\"status\": ${status}, \"alias\": \"<alias>\"}\n");
  const auto text = [](const std::string& value) {
    return Field(&NamedText::text, Field(&Text::value, value));
  };
  EXPECT_THAT(action.translation_defaults,
              ElementsAre(text("\"unknown\""), text("0"), text("true"), text("null")));
}

TEST(Parse, ReadsTests) {
  const auto [manifest, diagnostics] =
      parse(with_action("        tests:\n"
                        "          - input: { id: \"42\", n: 7 }\n"
                        "            expect: { status: shipped }\n"
                        "            safe: true\n"
                        "          - expect_exact: []\n"
                        "          - {}\n"));
  EXPECT_EQ(text_of(diagnostics), "");
  const auto& tests = manifest->integrations[0].actions[0].tests;
  EXPECT_EQ(tests.at(0).input, Json::parse(R"({"id": "42", "n": 7})"));
  EXPECT_EQ(tests[0].expected, Json::parse(R"({"status": "shipped"})"));
  EXPECT_TRUE(tests[0].safe);
  EXPECT_FALSE(tests[0].exact);
  EXPECT_TRUE(tests[1].exact);
  EXPECT_FALSE(tests[1].safe) << "only what is declared safe may run on every apply";
  EXPECT_EQ(tests[2].expected, std::nullopt);
}

TEST(Parse, FindsAllProblemsAtOnce) {
  const auto text = with_action("        timeout: 15\n        secure: 1\n        extra: x\n") +
                    "enviroments: {}\n";
  EXPECT_EQ(
      text_of(parse(text).diagnostics),
      "error 8:18 `timeout` has no unit: 15 | Write 15s.\n"
      "error 9:17 `secure` must be true or false, not a number\n"
      "error 10:9 an action has no `extra` | Known here: `import`, `name`, `function`, `was`, "
      "`adopt`, `category`, `secure`, `timeout`, `input`, `output`, `request`, `response`, "
      "`tests`.\n"
      "error 11:1 a manifest has no `enviroments` | Did you mean `environments`?\n");
}

TEST(Parse, JsonIsAManifestToo) {
  const auto [manifest, diagnostics] = parse(
      R"({"deployment": "d", "integrations": [{"name": "n", "actions": [{"name": "a", "function": "f"}]}]})");
  EXPECT_EQ(text_of(diagnostics), "");
  EXPECT_EQ(manifest->integrations[0].name->span.column, 47);
}

}  // namespace
}  // namespace patchcord

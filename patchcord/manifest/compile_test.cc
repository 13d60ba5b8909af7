#include "patchcord/manifest/compile.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "patchcord/manifest/fixtures.h"

namespace patchcord {
namespace {

std::string repeated(std::string_view text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i)
    out += text;
  return out;
}

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing_manifest::build;

std::string arn(const std::string& name) {
  return "arn:aws:lambda:us-east-1:123456789012:function:" + name;
}

// An action without warnings.
std::string action(const std::string& name, const std::string& function) {
  return "{ name: \"" + name + "\", function: \"" + function + "\", input: {}, output: {} }";
}

// A manifest with one integration in line 4 and its only action in line 6.
std::string with_function(const std::string& function, const std::string& rest = {}) {
  return "deployment: orders\n"
         "genesys: { region: us-east-1 }\n"
         "integrations:\n"
         "- name: Orders\n"
         "  actions:\n"
         "  - " +
         action("Get", function) + "\n" + rest;
}

std::vector<std::string> texts(const std::vector<FunctionArn>& functions) {
  std::vector<std::string> out;
  out.reserve(functions.size());
  for (const auto& function : functions)
    out.push_back(function.text());
  return out;
}

TEST(Compile, FillsInTheDefaults) {
  const auto [compiled, problems] = build(with_function(arn("f:live")));
  EXPECT_EQ(problems, "");
  const auto& desired = compiled.desired;
  EXPECT_EQ(desired.deployment, "orders");
  EXPECT_EQ(desired.trusted_account, "765628985471");
  EXPECT_EQ(compiled.genesys.domain, "mypurecloud.com");
  ASSERT_EQ(desired.roles.size(), 1U);
  EXPECT_EQ(desired.roles[0].name, "GenesysCloud-orders");
  EXPECT_EQ(desired.roles[0].path, "/");
  EXPECT_THAT(texts(desired.roles[0].functions), ElementsAre(arn("f:live")));
  ASSERT_EQ(desired.integrations.size(), 1U);
  EXPECT_EQ(desired.integrations[0].key, "orders");
  EXPECT_EQ(desired.integrations[0].role, "GenesysCloud-orders");
  const auto& made = desired.integrations[0].actions.at(0);
  EXPECT_EQ(made.category, "Orders");
  EXPECT_EQ(made.config, Json::parse(R"({"request": {"requestUrlTemplate":
        "arn:aws:lambda:us-east-1:123456789012:function:f:live", "requestType": "POST",
        "requestTemplate": "${input.rawRequest}", "headers": {}},
      "response": {"translationMap": {}, "translationMapDefaults": {},
        "successTemplate": "${rawResult}"}})"))
      << "without a timeout there must be none, never 0";
}

TEST(Compile, WarnsOfBlindActions) {
  const std::string head =
      "deployment: d\ngenesys: { region: us-east-1 }\nintegrations:\n- name: n\n  actions:\n  - "
      "name: "
      "a\n    function: " +
      arn("f") + "\n";
  EXPECT_EQ(
      build(head).problems,
      "warning 6:5 the action has no contract, so Architect sees neither inputs nor outputs of "
      "it; a contract is frozen once it is published | Give `input` and `output`; {} if there "
      "are none.\n");
  EXPECT_EQ(
      build(head + "    input: {}\n").problems,
      "warning 6:5 the action has no `output`, so Architect sees no outputs of it; a contract is "
      "frozen once it is published | Give `output`; `output: {}` if there are none.\n");
  const auto open =
      Json::parse(R"({"type": "object", "properties": {}, "additionalProperties": true})");
  EXPECT_EQ(build(head).compiled.desired.integrations[0].actions[0].contract,
            (Json{{"input", {{"inputSchema", open}}}, {"output", {{"successSchema", open}}}}));
}

TEST(Compile, IntegrationsShareTheRoleThatTheyName) {
  const auto text = [](const std::string& first, const std::string& second) {
    return "deployment: d\ngenesys: { region: us-east-1 }\nintegrations:\n- name: a\n  role: " +
           first + "\n  actions: [ " + action("x", arn("g")) + ", " + action("y", arn("f")) +
           " ]\n- name: b\n  role: " + second + "\n  actions: [ " + action("x", arn("g")) + ", " +
           action("z", arn("f:live")) + " ]\n";
  };
  const auto [shared, problems] = build(text("R", "{ name: R, path: /x/, tags: { team: cc } }"));
  EXPECT_EQ(problems, "");
  ASSERT_EQ(shared.desired.roles.size(), 1U);
  EXPECT_THAT(texts(shared.desired.roles[0].functions),
              ElementsAre(arn("f"), arn("f:live"), arn("g")));
  EXPECT_EQ(shared.desired.roles[0].path, "/x/");
  EXPECT_EQ(shared.desired.roles[0].tags, (std::map<std::string, std::string>{{"team", "cc"}}));
  EXPECT_EQ(build(text("R", "S")).compiled.desired.roles.size(), 2U);
  EXPECT_EQ(build(text("{ name: R, path: /x/ }", "{ name: R, path: /y/ }")).problems,
            "error 8:9 role R is described differently in line 5 | Describe it once; the other "
            "integrations give its name only.\n");
}

TEST(Compile, KnowsRolesOfOthers) {
  const auto [compiled, problems] = build(
      "deployment: d\ngenesys: { region: us-east-1 }\nintegrations:\n- name: a\n  role: { arn: "
      "\"arn:aws:iam::123456789012:role/team/theirs\", managed: false }\n  actions: [ " +
      action("x", arn("f")) + " ]\n");
  EXPECT_EQ(problems, "");
  const auto& role = compiled.desired.roles.at(0);
  EXPECT_FALSE(role.managed);
  EXPECT_EQ(role.name, "theirs");
  EXPECT_EQ(role.path, "/team/");
  EXPECT_EQ(role.arn, "arn:aws:iam::123456789012:role/team/theirs");
}

TEST(Compile, ChecksWhatIamWouldRefuse) {
  const auto role = [](const std::string& value) {
    return build(
               "deployment: d\ngenesys: { region: us-east-1 }\nintegrations:\n- name: a\n  role: " +
               value + "\n  actions: [ " + action("x", arn("f")) + " ]\n")
        .problems;
  };
  EXPECT_EQ(role("a b"),
            "error 5:9 `a b` cannot name a role | Use 1 to 64 letters, digits and _+=,.@-\n");
  EXPECT_EQ(role("{ path: x }"),
            "error 5:17 `x` is not the path of a role | A path begins and ends with a slash, for "
            "example /contact-centre/.\n");
  EXPECT_EQ(role("{ policy: GenesysLambdaInvokePolicy }"), "");
  EXPECT_THAT(role("{ policy: \"a b\" }"), HasSubstr("an inline policy"));
  EXPECT_EQ(role("{ boundary: x }"),
            "error 5:21 `x` is not the ARN of a policy | It looks like "
            "arn:aws:iam::123456789012:policy/name.\n");
  EXPECT_EQ(role("{ boundary: \"arn:aws:iam::aws:policy/ReadOnlyAccess\" }"), "");
  EXPECT_EQ(
      role("{ tags: { \"patchcord:deployment\": x } }"),
      "error 5:19 the tag `patchcord:deployment` is not yours to set | Tags that begin with aws: "
      "or patchcord: are set by AWS and by patchcord.\n");
  EXPECT_EQ(role("{ arn: \"arn:aws:iam::1:role/x\", managed: false }"),
            "error 5:16 `arn:aws:iam::1:role/x` is not the ARN of a role | It looks like "
            "arn:aws:iam::123456789012:role/name.\n");
  EXPECT_EQ(role("{ arn: \"arn:aws-cn:iam::123456789012:role/x\", managed: false }"),
            "error 5:9 role x is in the partition aws-cn, function f in aws | A role can invoke "
            "functions of its own partition only.\n");
  EXPECT_THAT(role("{ tags: { team: \"a, b\" } }"),
              HasSubstr("the tag `team` has characters that IAM does not take"));
  EXPECT_THAT(role("{ tags: { team: \"a – b\" } }"),
              HasSubstr("the tag `team` has characters that IAM does not take"));
  EXPECT_EQ(role("{ tags: { team: \"é 東京 ٣_.:/=+-@\" } }"), "");
  EXPECT_EQ(role("{ tags: { " + repeated("é", 128) + ": " + repeated("é", 256) + " } }"), "");
  EXPECT_THAT(role("{ tags: { " + repeated("é", 129) + ": x } }"), HasSubstr("is too long"));
  std::string tags;
  for (int i = 0; i < 47; ++i)
    tags += fmt::format("{}t{}: v", i == 0 ? "" : ", ", i);
  EXPECT_EQ(role("{ tags: { " + tags + " } }"),
            "error 5:9 the role has 47 tags; there is room for 46 | IAM allows 50 on a role, and "
            "patchcord marks the role with up to 4.\n");
}

TEST(Compile, SuggestsHowToSplitAPolicyThatIsTooLarge) {
  const auto integration = [](const std::string& name, int from, int to) {
    std::string text = "- name: " + name + "\n  actions:\n";
    for (int i = from; i < to; ++i)
      text += "  - " + action(fmt::format("a{}", i), arn(fmt::format("function-{:04}", i))) + "\n";
    return text;
  };
  const std::string head = "deployment: d\ngenesys: { region: us-east-1 }\nintegrations:\n";
  EXPECT_EQ(build(head + integration("A", 0, 100)).problems, "");
  EXPECT_EQ(
      build(head + integration("A", 0, 70) + integration("B", 70, 140) + integration("C", 140, 210))
          .problems,
      "error 4:3 the policy of role GenesysCloud-d has 13367 characters for 210 functions; IAM "
      "allows "
      "10240 | Use 2 roles: GenesysCloud-d for `A` and `B`, GenesysCloud-d-2 for `C`.\n");
  EXPECT_EQ(
      build(head + integration("A", 0, 400)).problems,
      "error 4:3 the policy of role GenesysCloud-d has 25337 characters for 400 functions; IAM "
      "allows 10240 | Divide the actions of `A` over 3 integrations, each with a role of its "
      "own.\n");
}

TEST(Compile, RefusesImpossibleFunctions) {
  const std::pair<std::string, std::string> rows[] = {
      {"lookup",
       "error 6:30 `lookup` is not a function ARN: it does not begin with `arn:` | Give the"},
      {"https://x.lambda-url.us-east-1.on.aws/", "it is a URL"},
      {"arn:aws:lambda:us-east-1:1234:function:f", "`1234` is not an account of 12 digits"},
      {"arn:aws:lambda:us-east-1:123456789012:layer:f", "it names a `layer`, not a `function`"},
      {"arn:aws:lambda:cn-north-1:123456789012:function:f",
       "error 6:30 there is no such function: region cn-north-1 is in the partition aws-cn, not "
       "aws | "
       "Begin the ARN with arn:aws-cn:\n"},
      {"arn:aws-cn:lambda:cn-north-1:123456789012:function:f",
       "error 6:30 Genesys Cloud in us-east-1 cannot reach the function: it calls from the "
       "partition "
       "aws, the function is in aws-cn | Deploy the function to an account of the same "
       "partition.\n"},
      {"arn:aws:lambda:eu-west-1:123456789012:function:f",
       "warning 6:30 the function is in eu-west-1, the organization in us-east-1: each call "
       "crosses "
       "regions, which takes longer | Deploy the function to the region of the organization if you "
       "can.\n"},
  };
  for (const auto& [function, problem] : rows)
    EXPECT_THAT(build(with_function(function)).problems, HasSubstr(problem)) << function;
}

TEST(Compile, WarnsOfEachOtherRegionOnce) {
  const auto far = [](const std::string& name) {
    return "arn:aws:lambda:eu-west-1:123456789012:function:" + name;
  };
  const auto problems =
      build(with_function(far("f"), "  - " + action("b", far("g")) + "\n")).problems;
  EXPECT_EQ(std::count(problems.begin(), problems.end(), '\n'), 1);
}

TEST(Compile, KeepsFunctionsInOneAccount) {
  const std::string other = "arn:aws:lambda:us-east-1:999999999999:function:g";
  const std::string second = "  - " + action("b", other) + "\n";
  EXPECT_EQ(
      build(with_function(arn("f"), second)).problems,
      "error 7:28 the function is in account 999999999999, the role in 123456789012 | Correct the "
      "account, or write `aws: { cross_account: true }` if the function's policy lets the role "
      "invoke it.\n");
  const auto [allowed, problems] =
      build(with_function(arn("f"), second + "aws: { cross_account: true }\n"));
  EXPECT_EQ(problems, "");
  EXPECT_TRUE(allowed.desired.cross_account);
  EXPECT_THAT(build(with_function(arn("f"), "aws: { account: \"111111111111\" }\n")).problems,
              HasSubstr("the function is in account 123456789012, the role in 111111111111"));
}

TEST(Compile, ChecksPinsAndPlaces) {
  const auto genesys = [](const std::string& value) {
    return build("deployment: d\ngenesys: " + value + "\nintegrations:\n- name: n\n  actions: [ " +
                 action("a", arn("f")) + " ]\n");
  };
  const auto pinned =
      genesys("{ region: us-east-1, organization: 5f8a1c1e-0b7d-4c7e-9f43-2d1f6a0c9b11 }");
  EXPECT_EQ(pinned.problems, "");
  EXPECT_EQ(pinned.compiled.desired.organization_pin, "5f8a1c1e-0b7d-4c7e-9f43-2d1f6a0c9b11");
  EXPECT_EQ(
      genesys("{ region: us-east-1, organization: acme }").problems,
      "error 2:45 `acme` is not the id of an organization | Give the id that Genesys Cloud shows "
      "under Organization Settings, like 5f8a1c1e-0b7d-4c7e-9f43-2d1f6a0c9b11.\n");
  EXPECT_EQ(genesys("{ region: us-east-9 }").problems,
            "error 2:20 `us-east-9` is no region of Genesys Cloud | Did you mean `us-east-1`?\n");
  EXPECT_EQ(
      genesys("{}").problems,
      "error 2:1 where is the organization? `genesys` has no `region` and no `domain` | Write for "
      "example genesys: { region: eu-central-1 }, here or in the environment.\n");
  EXPECT_EQ(
      genesys("{ region: 7 }").problems,
      "error 2:20 `region` must be a text, and 7 without quotes is a number | Quote it: \"7\"\n")
      << "and not that it is missing";
  EXPECT_EQ(
      genesys("{ domain: new.example }").problems,
      "error 2:1 the AWS account that Genesys Cloud calls from is not published for new.example | "
      "Ask Genesys for it and give it as `trusted_account: \"…\"`.\n");
  const auto given = genesys("{ domain: new.example, trusted_account: \"111122223333\" }");
  EXPECT_EQ(given.problems, "");
  EXPECT_EQ(given.compiled.desired.trusted_account, "111122223333");
  EXPECT_EQ(genesys("{ region: us-east-1, trusted_account: \"111122223333\" }").problems,
            "error 2:48 account 111122223333 is not the one that Genesys Cloud calls from in "
            "mypurecloud.com: that is 765628985471 | Remove `trusted_account`: it follows from the "
            "region.\n");
  EXPECT_EQ(build(with_function(arn("f"), "aws: { account: \"12\" }\n")).problems,
            "error 7:17 `12` is not an AWS account id | An account id has 12 digits, in quotes.\n");
}

TEST(Compile, BothPartitionsOfTheGovernmentRegionPassAndNoOther) {
  const auto problems = [](const std::string& functions, const std::string& account = {}) {
    return build("deployment: d\ngenesys: { region: us-east-2" + account +
                 " }\nintegrations:\n- name: n\n  actions:\n" + functions)
        .problems;
  };
  const auto in = [](const std::string& place, const std::string& name = "f") {
    return "  - " + action(name, "arn:" + place + ":123456789012:function:" + name) + "\n";
  };
  const auto government = in("aws-us-gov:lambda:us-gov-west-1");
  EXPECT_EQ(problems(in("aws:lambda:us-east-2")), "");
  EXPECT_EQ(problems(government + in("aws-us-gov:lambda:us-gov-west-1", "g")),
            "warning 6:28 it is not confirmed that Genesys Cloud in us-east-2 can reach the "
            "function: that works only if it calls from the partition aws-us-gov; aws, the "
            "region's own, is more likely | Ask Genesys which partition its AWS account is in, "
            "before you rely on it.\n"
            "warning 6:28 the function is in us-gov-west-1, the organization in us-east-2: each "
            "call crosses regions, which takes longer | Deploy the function to the region of the "
            "organization if you can.\n");
  EXPECT_THAT(problems(in("aws-cn:lambda:cn-north-1")), HasSubstr("error 6:28 Genesys Cloud in"));
  EXPECT_EQ(problems(in("aws:lambda:us-east-2"), ", trusted_account: \"325654371633\""), "");
  EXPECT_EQ(problems(in("aws:lambda:us-east-2"), ", trusted_account: \"111122223333\""),
            "warning 2:48 account 111122223333 is not 325654371633, from which Genesys Cloud in "
            "us-east-2 is said to call; Genesys has not published either | Keep it if Genesys gave "
            "it to you.\n");
}

TEST(Compile, NamesAreUnique) {
  const auto second = [](const std::string& name) {
    return build(with_function(
                     arn("f"),
                     "- name: \"" + name + "\"\n  actions: [ " + action("Get", arn("f")) + " ]\n"))
        .problems;
  };
  EXPECT_EQ(second("Other"), "") << "the same action under another integration";
  EXPECT_EQ(
      second("Orders"),
      "error 7:9 there are two integrations `Orders` | Give each a name of its own, or list all "
      "actions under one.\n");
  EXPECT_EQ(
      second("orders!"),
      "error 7:9 `Orders` and `orders!` are too alike: patchcord marks both as orders | Let their "
      "letters and digits differ.\n");
  EXPECT_EQ(second(" x"),
            "error 7:9 ` x` cannot name an integration | Use 1 to 256 printable characters without "
            "blanks at the ends.\n");
  EXPECT_EQ(
      build(with_function(arn("f"), "  - " + action("Get", arn("g")) + "\n")).problems,
      "error 7:13 the integration has two actions `Get`: the first one is in line 6 | Give each a "
      "name of its own.\n");
}

TEST(Compile, CarriesRenamesAndAdoptions) {
  const auto [compiled, problems] = build(
      "deployment: d\ngenesys: { region: us-east-1 }\nintegrations:\n- name: n\n  was: old\n  "
      "adopt: "
      "id-1\n  role: { name: r, adopt: true }\n  actions:\n  - { name: a, was: b, adopt: id-2, "
      "function: \"" +
      arn("f") + "\", input: {}, output: {}, secure: true, category: c }\n");
  EXPECT_EQ(problems, "");
  const auto& integration = compiled.desired.integrations.at(0);
  EXPECT_EQ(integration.was, "old");
  EXPECT_EQ(integration.adopt, "id-1");
  EXPECT_EQ(integration.actions[0].was, "b");
  EXPECT_EQ(integration.actions[0].adopt, "id-2");
  EXPECT_TRUE(integration.actions[0].secure);
  EXPECT_EQ(integration.actions[0].category, "c");
  EXPECT_TRUE(compiled.desired.roles[0].adopt);
  EXPECT_THAT(
      build(with_function(arn("f"), "  was: Orders\n")).problems,
      HasSubstr("error 7:8 `was` is the name that it has already: `Orders` | Give the former "
                "name, or remove `was`.\n"));
}

TEST(Compile, DeploymentsHaveShortNames) {
  const auto deployment = [](const std::string& name) {
    return build("deployment: " + name + with_function(arn("f")).substr(18)).problems;
  };
  EXPECT_EQ(deployment(std::string(40, 'a')), "");
  for (const std::string& name : {std::string(41, 'a'), std::string("Orders"), std::string("a_b")})
    EXPECT_EQ(
        deployment(name),
        "error 1:13 `" + name + "` cannot name a deployment | Use 1 to 40 of a-z, 0-9 and -.\n");
}

}  // namespace
}  // namespace patchcord

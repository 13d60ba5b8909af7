// What a draft says is what a simulation of the samples does.
#include "patchcord/manifest/draft.h"

#include <map>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "patchcord/manifest/contract.h"
#include "patchcord/manifest/fixtures.h"
#include "patchcord/template/differences.h"
#include "patchcord/template/json_text.h"
#include "patchcord/template/simulate.h"

namespace patchcord {
namespace {

using simulator::Value;
using testing::Contains;
using testing::HasSubstr;

Value json(const std::string& text) {
  auto value = simulator::read_json(text, "the sample");
  EXPECT_TRUE(value) << text;
  return value ? *value : Value();
}

const FunctionArn function =
    *FunctionArn::parse("arn:aws:lambda:us-east-1:123456789012:function:order-status:live");

// A draft compiled as the program does it.
struct Drafted {
  Draft draft{};
  Compiled compiled{};
  std::string problems{};
  simulator::ActionDefinition action{};
};

Drafted drafted(const DraftOptions& options) {
  auto draft = draft_manifest(options);
  EXPECT_TRUE(draft) << draft.error().what;
  Drafted out{.draft = *draft};
  auto built = testing_manifest::build(out.draft.text);
  out.compiled = std::move(built.compiled);
  out.problems = std::move(built.problems);
  EXPECT_THAT(out.problems, testing::Not(HasSubstr("error "))) << out.draft.text;
  const auto& integrations = out.compiled.desired.integrations;
  if (integrations.empty()) {
    ADD_FAILURE() << out.problems << out.draft.text;
    return out;
  }
  const auto& first = integrations[0].actions[0];
  out.action = *simulator::action_from_json(
      to_text({{"name", first.name}, {"config", first.config}, {"contract", first.contract}}));
  return out;
}

Drafted drafted(const std::vector<std::string>& events,
                const std::vector<std::string>& replies,
                bool map_all = false) {
  DraftAction action{.function = function};
  for (const auto& event : events)
    action.events.push_back(json(event));
  for (const auto& reply : replies)
    action.replies.push_back(json(reply));
  return drafted({.map_all = map_all, .actions = {action}});
}

std::string test_input(const Drafted& out) {
  if (out.compiled.tests.empty() || out.compiled.tests.begin()->second.empty()) return "{}";
  return to_text(out.compiled.tests.begin()->second.front().input);
}

struct Ran {
  std::string event{};
  std::string variables{};  // "name:type=value", or what failed
};

Ran run(const Drafted& out, const std::string& reply) {
  Ran ran;
  const auto result = simulator::run_action(out.action,
                                            test_input(out),
                                            [&](const simulator::ExecutionRequest& request) {
                                              ran.event = request.body;
                                              return simulator::Reply{reply};
                                            },
                                            {.draft = true});
  if (!result.success()) {
    ran.variables = result.operations.back().name + ": " + result.error->message;
    return ran;
  }
  for (const auto& variable : simulator::architect_variables(out.action, result)) {
    ran.variables +=
        variable.name + ":" + variable.type + "=" + simulator::write_json(variable.value) + "\n";
  }
  return ran;
}

TEST(Draft, AReplyThatArchitectCanTakePassesAsItIs) {
  const std::string reply =
      R"({"order":{"id":"42","total":12.5},"eta":null,"lines":[{"sku":"a","n":1},{"sku":"b"}],"tags":["x"],"ok":true})";
  const auto out = drafted({R"({"orderId":"42","locale":null})"}, {reply});
  EXPECT_EQ(out.problems, "");
  EXPECT_EQ(out.action.success_template, "${rawResult}");
  EXPECT_EQ(run(out, reply).variables,
            "eta:String=null\nlines.n:Integer collection=[1,null]\n"
            "lines.sku:String collection=[\"a\",\"b\"]\nok:Boolean=true\norder.id:String=\"42\"\n"
            "order.total:Decimal=12.5\ntags:String collection=[\"x\"]\n");
  EXPECT_EQ(run(out, reply).event, R"({"orderId":"42"})");
}

TEST(Draft, WhatArchitectCannotTakeIsRenamedOrBecomesTextAndIsSaid) {
  const std::string reply =
      R"({"order id":"42","grid":[[1,2],[3]],"deep":{"1st":5,"fine":"x"},"esc":"tool","list":[{"a b":1,"c":2,"d":[1]}]})";
  const auto out = drafted({}, {reply});
  EXPECT_EQ(run(out, reply).variables,
            "deep.fine:String=\"x\"\ndeep.output_1st:Integer=5\nesc:String=\"tool\"\n"
            "grid:String=\"[[1,2],[3]]\"\nlist.c:Integer collection=[2]\norder_id:String=\"42\"\n");
  EXPECT_THAT(out.draft.choices, Contains(HasSubstr("`order id` is the output `order_id`")));
  EXPECT_THAT(out.draft.choices,
              Contains(HasSubstr("`grid` is a list that Architect cannot take")));
  EXPECT_THAT(out.draft.choices, Contains(HasSubstr("`list[].a b` is left out")));
  EXPECT_THAT(out.draft.choices, Contains(HasSubstr("`list[].d` is left out")));
  for (const auto& choice : out.draft.choices)
    EXPECT_THAT(out.draft.text, HasSubstr("# " + choice));
}

TEST(Draft, WhatIsNoObjectBecomesAMember) {
  const struct {
    const char* reply;
    const char* variables;
  } table[] = {
      {"[1,2]", "items:Integer collection=[1,2]\n"},
      {R"([{"a":1},{"a":2.5}])", "items.a:Decimal collection=[1,2.5]\n"},
      {R"("{\"a\":1}")", "value:String=\"{\\\"a\\\":1}\"\n"},
      {"null", "value:String=null\n"},
      {"true", "value:Boolean=true\n"},
      {"[[1]]", "items:String=\"[[1]]\"\n"},
      {"[]", "items:String collection=[]\n"},
  };
  for (const auto& row : table) {
    const auto out = drafted({}, {row.reply});
    EXPECT_EQ(run(out, row.reply).variables, row.variables) << out.draft.text;
  }
}

TEST(Draft, SeveralSamplesTellWhatIsOptional) {
  const std::vector<std::string> replies{R"({"a":1,"b c":"x"})", R"({"a":2.5})"};
  const auto out = drafted({}, replies);
  EXPECT_EQ(run(out, replies[0]).variables, "a:Decimal=1\nb_c:String=\"x\"\n");
  EXPECT_EQ(run(out, replies[1]).variables, "a:Decimal=2.5\nb_c:String=null\n");
}

TEST(Draft, ANestedEventIsBuiltFromFlatInputs) {
  const std::string event =
      R"({"customer":{"id":"a\"$x#if b","vip":true,"tags":["$y","#z"]},"n":2,"raw-id":null,"orgId":"o","e":{}})";
  const auto out = drafted({event}, {"{}"});
  EXPECT_TRUE(
      simulator::differences(json(event), json(run(out, "{}").event), simulator::Comparison::whole)
          .empty())
      << run(out, "{}").event;
  EXPECT_THAT(out.draft.choices, Contains(HasSubstr("`customer.tags` is a list")));
  EXPECT_THAT(out.draft.choices, Contains(HasSubstr("`orgId` is the input `input_orgId`")));
}

TEST(Draft, ArnsAloneMakeAManifestWithOneActionEach) {
  auto other = function;
  other.qualifier = "dev";
  const auto out = drafted({.actions = {{.function = function}, {.function = other}}});
  ASSERT_EQ(out.compiled.desired.integrations[0].actions.size(), 2U);
  EXPECT_EQ(out.compiled.desired.deployment, "order-status");
  EXPECT_EQ(out.compiled.desired.account_pin, "123456789012");
  EXPECT_EQ(out.compiled.desired.integrations[0].actions[0].name, "Order status");
  EXPECT_EQ(out.compiled.desired.integrations[0].actions[1].name, "Order status2");
}

TEST(Draft, NamesThatYamlWouldReadAsSomethingElseStayTexts) {
  for (const std::string name : {"42", "null", "true", "-", "0x1f", "1e3"}) {
    auto named = function;
    named.name = name;
    const auto out = drafted({.deployment = name, .actions = {{.function = named}}});
    EXPECT_EQ(out.compiled.desired.deployment, name);
    EXPECT_EQ(out.compiled.desired.integrations[0].actions[0].function, named);
  }
}

TEST(Draft, WithoutAFunctionAStandInIsNamed) {
  const auto out = drafted({.actions = {{.replies = {json("{}")}}}});
  EXPECT_THAT(out.draft.choices, Contains(HasSubstr("replace the ARN of my-function")));
  EXPECT_FALSE(out.compiled.desired.account_pin);
}

TEST(Draft, SamplesThatGenesysCloudRefusesAreRefused) {
  std::string deep = "1";
  for (int i = 0; i < 51; ++i)
    deep = "[" + deep + "]";
  EXPECT_FALSE(draft_manifest({.actions = {{.function = function, .replies = {json(deep)}}}}));
  EXPECT_FALSE(draft_manifest({.actions = {{.function = function, .events = {json("[1]")}}}}));
  EXPECT_FALSE(draft_manifest({.deployment = "Not This", .actions = {{.function = function}}}));
}

// Samples of any shape, hostile names among them.
class Samples {
 public:
  explicit Samples(unsigned seed) : random_(seed) {}

  std::string object(int depth) {
    std::string out = "{";
    std::map<std::string, bool> seen;
    for (auto members = random_() % 6; members > 0; --members) {
      const std::string key = name();
      if (!seen.emplace(key, true).second) continue;
      out += (out.size() > 1 ? "," : "") + key + ":" + value(depth - 1);
    }
    return out + "}";
  }
  std::string value(int depth) {
    switch (random_() % (depth > 0 ? 8 : 5)) {
      case 0:
        return name();
      case 1:
        return pick({"0", "7", "-3", "9007199254740993", "123456789012345678901"});
      case 2:
        return pick({"0.5", "1e300", "-2.25", "12345678.5", "0.0001"});
      case 3:
        return pick({"true", "false"});
      case 4:
        return "null";
      case 5:
        return object(depth);
      default:
        return list(depth);
    }
  }

 private:
  std::string pick(std::initializer_list<const char*> choices) {
    return *(choices.begin() + static_cast<std::ptrdiff_t>(random_() % choices.size()));
  }
  std::string list(int depth) {
    const bool alike = random_() % 3 != 0;
    const auto kind = random_() % 2;
    std::string out = "[";
    for (auto items = random_() % 4; items > 0; --items) {
      if (out.size() > 1) out += ",";
      out += !alike ? value(depth - 1) : kind == 0 ? object(depth - 1) : name();
    }
    return out + "]";
  }
  // As JSON: plain names, and everything that Architect, YAML, JSONPath or Velocity could stumble
  // over.
  std::string name() {
    return pick({R"("id")",
                 R"("status")",
                 R"("type")",
                 R"("properties")",
                 R"("required")",
                 R"("items")",
                 R"("null")",
                 R"("true")",
                 R"("order-id")",
                 R"("a b")",
                 R"("a_b")",
                 R"("1st")",
                 R"("")",
                 R"("a.b")",
                 R"("it's")",
                 R"("q\"q")",
                 R"("back\\slash")",
                 R"("$x")",
                 R"("#if")",
                 R"("${input.id}")",
                 R"("\u0001\n")",
                 R"("\u007f\u0085")",
                 R"("\ufeff")",
                 R"("é😀")",
                 R"("optional x")",
                 R"("orgId")",
                 R"("rawRequest")",
                 R"("esc")",
                 R"("$ref")",
                 R"("$schema")",
                 R"("a','b")",
                 R"("*")",
                 R"("input")",
                 R"("rawResult")",
                 R"("##c")",
                 R"("]]#")",
                 R"("no")",
                 R"("-")",
                 R"("yes: {")",
                 R"("object")",
                 R"("\u2028x: [")"});
  }

  std::mt19937 random_;
};

// What Architect must see of a reply, worked out the other way round: by walking the reply itself.
// Only what needs no decision: scalars with names that everybody can take, outside of lists.
// NOLINTNEXTLINE(misc-no-recursion): samples are shallow
void plain_leaves(const Value& value, const std::string& path, std::map<std::string, Value>& out) {
  if (!value.is_map()) {
    if (!value.is_list() && !value.is_null()) out.emplace(path, value);
    return;
  }
  for (const auto& entry : value.map().entries()) {
    const std::string key(entry.key.text());
    if (!check_contract_name(key, ContractSide::output))
      plain_leaves(entry.value, path.empty() ? key : path + "." + key, out);
  }
}

void expect_leaves(const Drafted& out, const std::string& reply) {
  const auto result = simulator::run_action(
      out.action,
      test_input(out),
      [&](const simulator::ExecutionRequest&) { return simulator::Reply{reply}; },
      {.draft = true});
  ASSERT_TRUE(result.success()) << result.operations.back().name << ": " << result.error->message
                                << "\n"
                                << reply << "\n"
                                << out.draft.text;
  std::map<std::string, Value> seen;
  for (const auto& variable : simulator::architect_variables(out.action, result))
    seen.emplace(variable.name, variable.value);
  std::map<std::string, Value> expected;
  plain_leaves(json(reply), "", expected);
  for (const auto& [path, value] : expected) {
    ASSERT_TRUE(seen.contains(path)) << path << "\n" << reply << "\n" << out.draft.text;
    EXPECT_TRUE(simulator::differences(value, seen.at(path), simulator::Comparison::whole).empty())
        << path << "\n"
        << reply << "\n"
        << out.draft.text;
  }
}

TEST(Draft, OfAnyReplyCompilesAndSetsWhatTheReplySays) {
  Samples samples(5);
  for (int round = 0; round < 1500; ++round) {
    const std::string reply = samples.object(4);
    const auto out = drafted({}, {reply}, round % 3 == 0);
    expect_leaves(out, reply);
    if (HasFailure()) return;
  }
}

TEST(Draft, OfAnyEventSendsTheEvent) {
  Samples samples(6);
  for (int round = 0; round < 1500; ++round) {
    const std::string event = samples.object(4);
    const auto out = drafted({event}, {"{}"});
    if (test_input(out) == "{}" && event != "{}") continue;  // what a test cannot say
    Value expected = json(event);
    const auto sent = simulator::read_json(run(out, "{}").event, "the event");
    ASSERT_TRUE(sent) << run(out, "{}").variables << "\n" << event << "\n" << out.draft.text;
    // A null may become a member that is not there: the inputs of the test leave it out.
    for (const auto& one : simulator::differences(*sent, expected, simulator::Comparison::whole)) {
      EXPECT_TRUE(!one.expected && one.actual && one.actual->is_null()) << one.text() << "\n"
                                                                        << event << "\n"
                                                                        << out.draft.text;
    }
    if (HasFailure()) return;
  }
}

TEST(Draft, OfSeveralRepliesHoldsForEachOfThem) {
  Samples samples(7);
  for (int round = 0; round < 700; ++round) {
    const std::vector<std::string> replies{samples.object(3), samples.object(3), samples.object(3)};
    const auto out = drafted({}, replies, round % 3 == 0);
    for (const auto& reply : replies) {
      const auto ran = run(out, reply);
      EXPECT_THAT(ran.variables, testing::Not(HasSubstr("template"))) << reply << "\n"
                                                                      << out.draft.text;
    }
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace patchcord

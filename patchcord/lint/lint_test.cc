#include "patchcord/lint/lint.h"

#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "patchcord/lint/role_checks.h"
#include "patchcord/lint/rule.h"
#include "patchcord/manifest/fixtures.h"

namespace patchcord::lint {
namespace {

using testing::HasSubstr;
using testing_manifest::Files;

Diagnostics found_in(const std::string& text, Files files = {}) {
  const auto parsed = testing_manifest::parse(text, std::move(files));
  EXPECT_TRUE(parsed.manifest);
  if (!parsed.manifest) return {};
  const auto compiled = compile(*parsed.manifest, {.find_place = testing_manifest::find_place});
  return check(*parsed.manifest, compiled);
}

// "L22 m.yaml:4:5 message", one line for each.
std::string lines_of(const Diagnostics& diagnostics) {
  std::string out;
  for (const auto& one : diagnostics) {
    out += fmt::format(
        "{} {}:{}:{} {}\n", one.code, one.span.file, one.span.line, one.span.column, one.message);
  }
  return out;
}

// An action with these members.
std::string lines_of(const std::string& action, Files files = {}) {
  return lines_of(found_in(whole_example(action), std::move(files)));
}

TEST(Lint, ShowsThePlaceInTheFileOfATemplate) {
  const auto found =
      found_in(whole_example("input: { note: string }\nrequest:\n  template: file(t/note.vm)\n"),
               {{"t/note.vm", "{\n  \"note\": \"${input.note}\"\n}\n"}});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].code, "L22");
  EXPECT_EQ(found[0].span, (Span{.file = "t/note.vm", .line = 2, .column = 12}));
  EXPECT_EQ(found[0].source_line, "  \"note\": \"${input.note}\"");
}

TEST(Lint, ShowsThePlaceInAnImportedAction) {
  const std::string exported =
      "{\"name\": \"a\", \"config\": {\"request\": {\n"
      "  \"requestUrlTemplate\": \"arn:aws:lambda:us-east-1:123456789012:function:f:live\",\n"
      "  \"requestTemplate\": \"{\\n \\\"note\\\": \\\"${input.note}\\\"}\"}},\n"
      " \"contract\": {\"input\": {\"inputSchema\": {\"type\": \"object\", \"properties\":\n"
      "  {\"note\": {\"type\": \"string\"}, \"card-pin\": {\"type\": \"string\"}},\n"
      "  \"required\": [\"note\"]}}}}";
  const auto found = found_in(
      "deployment: d\ngenesys: { region: us-east-1 }\nintegrations:\n- name: n\n  actions:\n  - "
      "import: x.custom.json\n    output: {}\n",
      {{"x.custom.json", exported}});
  const auto lines = lines_of(found);
  EXPECT_THAT(lines, HasSubstr("L22 x.custom.json:3:39 `note`"));
  EXPECT_THAT(lines, HasSubstr("L14 x.custom.json:5:33 "));
  EXPECT_THAT(lines, HasSubstr("L60 x.custom.json:5:33 "));
  EXPECT_EQ(found.size(), 3U) << lines;
}

TEST(Lint, SaysWhichSampleBreaksABodyAndWhatWouldBeSent) {
  // Nothing is wrong with its parts: only a run shows it.
  EXPECT_EQ(lines_of("input: { name: string }\n"
                     "request:\n"
                     "  template: '{\"name\": \"$input.name.trim().toLowerCase()\"}'\n"),
            "L25 m.yaml:11:32 with `name` = `He said \"hi\"` the body is no JSON: {\"name\": \"he "
            "said \"hi\"\"}\n");
  EXPECT_THAT(lines_of("input: { n: optional integer }\n"
                       "request:\n"
                       "  template: '{\"n\": $!{input.n}}'\n"),
              HasSubstr("; with `n` absent the function would get {\"n\": }\n"));
  // A method that throws for some values.
  EXPECT_THAT(
      lines_of("input: { name: string }\n"
               "request:\n"
               "  template: '{\"initial\": \"$esc.jsonEncode($input.name.substring(8))\"}'\n"),
      HasSubstr("with all inputs the body is not made: Invocation of method 'substring'"));
}

TEST(Lint, TakesInputsOfTheTestsForSamples) {
  const std::string action =
      "input: { type: object, required: [ id ], properties: { id: { type: string, pattern: "
      "'^[0-9]{3}$' } } }\n"
      "request:\n"
      "  template: '{\"id\": \"${input.id}\"}'\n";
  // The pattern makes the text safe, and no invented value fits it.
  EXPECT_EQ(lines_of(action), "");
  EXPECT_THAT(lines_of(action + "tests:\n  - input: { id: \"12\" }\n"), HasSubstr("L65 "));
  const auto broken =
      "input: { type: object, required: [ id ], properties: { id: { type: string, "
      "pattern: '^[0-9]{3}$' } } }\n"
      "request:\n"
      "  template: '{\"id\": \"${input.id}\"'\n";
  EXPECT_EQ(lines_of(broken), "");
  EXPECT_THAT(lines_of(std::string(broken) + "tests:\n  - input: { id: \"123\" }\n"),
              HasSubstr("L25 m.yaml:11:"));
}

TEST(Lint, AcceptsWhatIsGuarded) {
  for (const char* body : {
           "{#if($input.n > 0)\"n\": ${input.n}#end}",
           "{#if($input.b)\"b\": \"$esc.jsonEncode($input.s)\"#end}",
           "{#if(\"$!{input.s}\" == \"\")\"s\": null#{else}\"s\": "
           "\"$esc.jsonEncode(${input.s})\"#end}",
           "{\"s\": \"$!esc.jsonString($!{input.s})\"}",
           "{\"n\": \"$!{input.n} pieces\"}",
           "{\"s\": \"#foreach($i in [1..2])$i#end\"}",
           "#set($x = $!input.s)\n{\"orgId\": \"${input.orgId}\", \"all\": ${input.rawRequest}}",
           "{\"mail\": \"a@b.c\", \"price\": \"5$\", \"n\": \"#1\"}",
       }) {
    const auto text =
        std::string("input: { n: optional integer, b: optional boolean, s: ") +
        (std::string_view(body).find("input.b") == std::string_view::npos ? "optional string"
                                                                          : "string") +
        " }\nrequest:\n  template: |\n    " + body + "\n";
    // A line break in the body is one in the block.
    auto block = text;
    for (auto at = block.find("\n{"); at != std::string::npos; at = block.find("\n{", at + 1))
      block.insert(at + 1, "    ");
    EXPECT_EQ(lines_of(block), "") << body;
  }
}

TEST(Lint, FindsNothingInTheExampleShop) {
  const std::string folder = std::string(PATCHCORD_EXAMPLES) + "/orders/";
  const auto read = [&](const std::string& path) -> Result<std::string> {
    std::ifstream file(folder + path);
    std::stringstream content;
    content << file.rdbuf();
    return content.str();
  };
  const auto text = *read("patchcord.yaml");
  const auto parsed = parse_manifest(text, folder + "patchcord.yaml", read);
  ASSERT_TRUE(parsed.manifest);
  for (const char* environment : {"prod", "dev"}) {
    const auto compiled = compile(
        *parsed.manifest, {.environment = environment, .find_place = testing_manifest::find_place});
    EXPECT_EQ(lines_of(check(*parsed.manifest, compiled)), "");
  }
}

TEST(Lint, SurvivesHostileTemplates) {
  const std::string deep = [] {
    std::string out;
    for (int i = 0; i < 90; ++i)
      out += "#if($input.a)";
    for (int i = 0; i < 90; ++i)
      out += "#end";
    return out;
  }();
  for (const std::string& body : {std::string("#foreach($i in [1..1000000])#foreach($j in "
                                              "[1..1000000])x#end#end"),
                                  deep,
                                  std::string(100'000, '$'),
                                  std::string(50'000, '{'),
                                  std::string("#macro(m)#m()#end#m()"),
                                  std::string("#evaluate('#evaluate($input.a)')"),
                                  std::string("\x01\x02 ${"),
                                  std::string("#[[ $x ]]# #* open"),
                                  std::string("$input.get().a[$input]")}) {
    const auto found = found_in(
        whole_example("input: { a: string }\nrequest:\n  template: file(b)"), {{"b", body}});
    EXPECT_LE(found.size(), 110U);
  }
}

TEST(Lint, ProvesTheDocumentsOfARole) {
  const auto parsed = testing_manifest::parse(whole_example("secure: true"));
  const auto compiled = compile(*parsed.manifest, {.find_place = testing_manifest::find_place});
  const auto& desired = compiled.desired;
  const auto& role = desired.roles.at(0);
  const std::string organization = "5f8a1c1e-0b7d-4c7e-9f43-2d1f6a0c9b11";
  auto documents = *role_documents(desired, role, organization);
  const auto trust = trust_of(desired, role, organization);
  EXPECT_TRUE(prove_documents(documents, trust, role).empty());
  auto wide = documents;
  wide.permission.replace(wide.permission.find("arn:aws:lambda"), 75, "*");
  EXPECT_FALSE(prove_documents(wide, trust, role).empty());
  auto open = documents;
  open.trust.replace(open.trust.find(organization), organization.size(), "other-id");
  EXPECT_FALSE(prove_documents(open, trust, role).empty());
}

TEST(Lint, ProvesARoleInThePartitionOfGovernments) {
  const auto found = found_in(R"(deployment: orders
genesys: { region: us-east-2 }
integrations:
  - name: Orders
    actions:
      - name: Get order
        function: arn:aws-us-gov:lambda:us-gov-west-1:123456789012:function:get:live
        input: { id: string }
        output: { status: string }
)");
  EXPECT_EQ(lines_of(found), "") << "the trust is of the role's partition";
}

TEST(Lint, KnowsWhichEnvironmentsMayBeOneDeployment) {
  const std::string one = "5f8a1c1e-0b7d-4c7e-9f43-2d1f6a0c9b11";
  const std::string other = "6f8a1c1e-0b7d-4c7e-9f43-2d1f6a0c9b11";
  const auto pinned = [](const std::string& id) {
    return "{ genesys: { organization: " + id + " } }";
  };
  const struct {
    std::string first{};
    std::string second{};
    bool same{};
  } cases[] = {
      {"{}", "{}", true},
      {pinned(one), pinned(other), false},
      {pinned(one), pinned(one), true},
      {pinned(one), "{}", true},
      {"{ deployment: a }", "{ deployment: b }", false},
      {"{ deployment: a }", "{ deployment: a }", true},
      {"{}", "{ deployment: example }", true},
      {"{}", "{ genesys: { region: eu-central-1 } }", false},
      {"{ genesys: { region: <r> }, values: { r: eu-central-1 } }",
       "{ genesys: { region: <r> }, values: { r: us-east-1 } }",
       false},
      {"{ genesys: { region: <r> }, values: { r: eu-central-1 } }",
       "{ genesys: { region: <r> }, values: { r: eu-central-1 } }",
       true},
  };
  for (const auto& [first, second, same] : cases) {
    const auto text =
        whole_example("timeout: 5s") + "environments:\n  p: " + first + "\n  q: " + second + "\n";
    const auto parsed = testing_manifest::parse(text);
    const auto found = check_environments(*parsed.manifest);
    EXPECT_EQ(found.size(), same ? 1U : 0U) << text;
    for (const auto& each : found)
      EXPECT_THAT(each.message, HasSubstr("`q` and `p` are both the deployment"));
  }
}

TEST(Lint, KeepsToOneFindingForEachMistake) {
  const auto found =
      found_in(whole_example("input: { note: string }\nrequest:\n  template: |\n    {\"a\": "
                             "\"${input.note}\",\n     \"b\": \"${input.note}\"}"));
  EXPECT_EQ(found.size(), 2U) << lines_of(found);
  EXPECT_THAT(found[0].message, HasSubstr("the function would get"));
  EXPECT_THAT(found[1].message, testing::Not(HasSubstr("the function would get")));
}

}  // namespace
}  // namespace patchcord::lint

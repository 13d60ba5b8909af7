// What every template may get wrong: references to nothing, unknown macros, text that is taken for
// a directive.
#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/lint/action.h"
#include "patchcord/template/invocation_limits.h"
#include "patchcord/template/objects.h"
#include "patchcord/template/velocity.h"

namespace patchcord::lint {
namespace {

using simulator::AccessKind;
using simulator::Operation;
using simulator::Reference;

constexpr std::array<std::string_view, 2> other_integrations = {"salesforce", "msdynamics"};
constexpr std::array<std::string_view, 4> listing_methods = {
    "split", "keySet", "entrySet", "values"};

struct Template {
  const Text& text;
  const Facts& facts;
  const Action& action;
  bool strict{};  // of the response: a reference to nothing is an error there
};

bool is_one_of(std::string_view word, const auto& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Asks the engine: it knows its tools.
bool tool_has(std::string_view tool, std::string_view name) {
  constexpr std::array<std::string_view, 5> calls = {
      "", "()", "(\"1\")", "(\"1\", \"1\")", "(\"1\", \"1\", \"1\")"};
  return std::any_of(calls.begin(), calls.end(), [&](std::string_view call) {
    const auto text = fmt::format("${}.{}{}", tool, name, call);
    const auto made = simulator::Template::parse(text, "probe");
    if (!made) return false;
    const auto rendered = made->render({}, {.strictness = simulator::Strictness::strict});
    return rendered.ok() || rendered.error().what.find("does not contain") == std::string::npos;
  });
}

void check_macro(const Template& in, const Use& use, Findings& findings) {
  const auto& reference = *use.reference;
  if (is_one_of(reference.root, other_integrations)) {
    findings.add("L57",
                 in.text,
                 use.offset,
                 fmt::format("{} belongs to another integration: it does not exist for Lambda",
                             ticked("$" + reference.root)));
    return;
  }
  if (!simulator::find_tool(reference.root) || reference.chain.empty()) return;
  const auto& name = reference.chain.front().name;
  if (reference.chain.front().kind == AccessKind::index || tool_has(reference.root, name)) return;
  findings.add("L57",
               in.text,
               use.offset,
               fmt::format("there is no macro {}", ticked("$" + reference.root + "." + name)));
}

// A request prints what it does not know as it is written.
void check_root(const Template& in, const Use& use, Findings& findings) {
  const auto& root = use.reference->root;
  const std::vector<std::string> known = {"input", "credentials", "authResponse"};
  if (in.strict || is_one_of(root, known) || is_one_of(root, other_integrations) ||
      simulator::find_tool(root) || in.facts.is_assigned(root))
    return;
  const auto guess =
      lower_case(root) == "input" ? std::optional<std::string>("input") : nearest(root, known);
  if (guess && !use.reference->chain.empty()) {
    findings.add("L19",
                 in.text,
                 use.offset,
                 fmt::format("there is no {}: the function gets the text {}",
                             ticked("$" + root),
                             ticked(use.reference->literal)),
                 fmt::format("Did you mean `${}`?", *guess));
    return;
  }
  if (use.role == Role::condition) return;
  findings.add("L36",
               in.text,
               use.offset,
               fmt::format("{} is a reference to a variable that does not exist",
                           ticked(use.reference->literal)));
}

// `$input.a.txt`: inputs are texts and numbers, which have no members.
void check_member_of_input(const Template& in, const Use& use, Findings& findings) {
  const auto& chain = use.reference->chain;
  const bool member = use.reference->root == "input" && chain.size() > 1 &&
                      chain[0].kind == AccessKind::property &&
                      chain[1].kind == AccessKind::property;
  if (!member || use.role != Role::printed || use.reference->quiet) return;
  findings.add(
      "L36",
      in.text,
      use.offset,
      fmt::format("{} asks an input for a member, which it has not: it prints itself",
                  ticked(use.reference->literal)),
      fmt::format("Write ${{input.{}}}.{} if the rest is text.", chain[0].name, chain[1].name));
}

void check_printed(const Template& in, const Use& use, Findings& findings) {
  if (use.role != Role::printed) return;
  const auto& reference = *use.reference;
  const auto assigned = in.facts.assigned.find(reference.root);
  const bool list_variable =
      assigned != in.facts.assigned.end() && reference.chain.empty() &&
      (assigned->second == Operation::list || assigned->second == Operation::map ||
       assigned->second == Operation::range);
  const bool all_inputs = reference.root == "input" && reference.chain.empty();
  const bool lists = !reference.chain.empty() &&
                     reference.chain.back().kind == AccessKind::method &&
                     is_one_of(reference.chain.back().name, listing_methods);
  if (!list_variable && !all_inputs && !lists) return;
  findings.add("L58",
               in.text,
               use.offset,
               fmt::format("{} prints a list or map as Java does, {{a=1}}: that is no JSON",
                           ticked(reference.literal)),
               all_inputs ? "Write ${input.rawRequest} for all inputs as JSON." : "");
}

// Inside of quotes that are open on this line.
bool is_in_text(std::string_view text, std::size_t at) {
  const auto line_break = text.rfind('\n', at);
  bool open = false;
  for (auto i = line_break == std::string_view::npos ? 0 : line_break + 1; i < at; ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      open = !open;
    }
  }
  return open;
}

void check_directives(const Template& in, Findings& findings) {
  const std::string_view text = in.text.value;
  for (const auto offset : in.facts.directives_in_text) {
    findings.add("L35", in.text, offset, "a directive ends the template in the middle of a text");
  }
  for (auto at = text.find("##"); at != std::string_view::npos; at = text.find("##", at + 2)) {
    const bool escaped = at > 0 && (text[at - 1] == '\\' || text[at - 1] == '#');
    const auto raw = text.rfind("#[[", at);
    const bool is_raw =
        raw != std::string_view::npos && text.substr(raw, at - raw).find("]]#") == text.npos;
    if (escaped || is_raw || !is_in_text(text, at)) continue;
    findings.add("L35",
                 in.text,
                 at,
                 "`##` begins a comment: the rest of the line is not a part of the text");
  }
}

void check_raw_result(const Template& in, Findings& findings) {
  constexpr std::string_view word = "{rawResult}";
  const std::string_view text = in.text.value;
  for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const char before = at > 0 ? text[at - 1] : ' ';
    if (before != '$' && before != '!')
      findings.add("L03", in.text, at, "`{rawResult}` is text: the `$` before it is missing");
  }
}

// Each once.
void check_unconfirmed(const Template& in, Findings& findings) {
  std::set<std::string> told;
  for (const auto& use : in.facts.ast->unconfirmed) {
    if (!told.insert(use.macro).second) continue;
    findings.add(
        "L69",
        in.text,
        use.offset,
        fmt::format("{} is approximate: what exactly it does is not confirmed", ticked(use.macro)));
  }
  const auto& uses = in.facts.uses;
  const auto input = std::find_if(
      uses.begin(), uses.end(), [](const Use& use) { return use.reference->root == "input"; });
  if (!in.strict || input == uses.end() || in.facts.is_assigned("input")) return;
  findings.add("L69",
               in.text,
               input->offset,
               "that `$input` can be read in a response is not confirmed; it may be unset, which "
               "fails the action");
}

void check_template(const Template& in, Findings& findings) {
  for (const auto& use : in.facts.uses) {
    check_macro(in, use, findings);
    check_root(in, use, findings);
    if (!in.strict) check_member_of_input(in, use, findings);
    check_printed(in, use, findings);
  }
  check_directives(in, findings);
  check_unconfirmed(in, findings);
}

// Headers go into the client context, which the function's own log may show.
bool is_secret_name(std::string_view name) {
  const auto folded = lower_case(name);
  constexpr std::array<std::string_view, 6> words = {
      "authorization", "password", "secret", "token", "api-key", "apikey"};
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    return folded.find(word) != std::string::npos;
  });
}

void check_headers(const Action& action, Findings& findings) {
  constexpr std::size_t max_client_context = simulator::max_client_context / 4 * 3;
  std::size_t size = 0;
  for (const auto& [name, text] : action.section.headers) {
    size += name.value.size() + text.value.size() + 6;
    if (is_secret_name(name.value)) {
      findings.add("L44",
                   name.span,
                   fmt::format("the header {} is handed to the function as a part of its client "
                               "context, not as a header",
                               ticked(name.value)));
    }
    const auto facts = facts_of(text.value, name.value);
    if (facts) {
      check_template({.text = text, .facts = *facts, .action = action}, findings);
    } else {
      findings.add("L01",
                   text,
                   offset_in_error(text.value, facts.error().what),
                   fmt::format("the header {} cannot be read: {}",
                               ticked(name.value),
                               std::string(split(facts.error().what, '\n').front())));
    }
  }
  if (size > max_client_context) {
    findings.add("L44",
                 action.section.headers.front().name.span,
                 fmt::format("the headers have {} bytes: the client context of an invocation has "
                             "room for {}",
                             size,
                             max_client_context));
  }
}

}  // namespace

void check_templates(const Action& action, Findings& findings) {
  if (action.body_facts)
    check_template({.text = *action.body, .facts = *action.body_facts, .action = action}, findings);
  if (action.success_facts) {
    const Template in{
        .text = *action.success, .facts = *action.success_facts, .action = action, .strict = true};
    check_template(in, findings);
    check_raw_result(in, findings);
  }
  check_headers(action, findings);
}

}  // namespace patchcord::lint

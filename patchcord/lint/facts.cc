#include "patchcord/lint/facts.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "patchcord/base/try.h"
#include "patchcord/lint/json_cursor.h"
#include "patchcord/lint/presence.h"
#include "patchcord/template/java_text.h"
#include "patchcord/template/parser.h"

namespace patchcord::lint {
namespace {

using simulator::Block;
using simulator::Expression;
using simulator::Node;
using simulator::NodeKind;
using simulator::Operation;
using simulator::Reference;

// Where something stands in the template itself, also when it is inside of a string literal.
std::uint32_t offset_of(const simulator::Place& place) {
  std::uint32_t offset = place.offset;
  for (const auto* source = place.source; source != nullptr && source->outer.source != nullptr;
       source = source->outer.source)
    offset += source->outer.offset + 1;
  return offset;
}

// The name with the variables in it replaced by what they were set to.
std::string resolved(const Facts& facts, std::string name) {
  constexpr int most = 5;  // one may be set to itself
  for (int i = 0; i < most; ++i) {
    const std::string root(root_of(name));
    const auto found = facts.aliases.find(root);
    if (found == facts.aliases.end()) return name;
    name.replace(0, root.size(), found->second);
  }
  return name;
}

class Walk {
 public:
  explicit Walk(Facts& facts) : facts_(facts) {}

  void run() {
    for (const auto& [name, macro] : facts_.ast->macros) {
      facts_.opaque = true;
      for (const auto& parameter : macro.parameters)
        assign(parameter);
      JsonCursor inside;
      std::swap(inside, cursor_);
      walk(macro.body);
      std::swap(inside, cursor_);
    }
    walk(facts_.ast->root);
    settle('\n');
    for (auto& use : facts_.uses) {
      use.name = resolved(facts_, name_of(*use.reference));
      use.bare = is_bare(*use.reference);
      for (auto& name : use.guards)
        name = resolved(facts_, std::move(name));
    }
    for (auto& comparison : facts_.comparisons) {
      comparison.name = resolved(facts_, name_of(*comparison.reference));
      comparison.bare = is_bare(*comparison.reference);
    }
  }

 private:
  // How the references of an expression are used.
  struct Place {
    Role role{};
    const Reference* call{};
  };

  // NOLINTNEXTLINE(misc-no-recursion): the parser bounds the depth
  void walk(const Block& block) {
    for (const auto& node : block.nodes)
      walk(node);
  }

  // NOLINTNEXTLINE(misc-no-recursion): as above
  void walk(const Node& node) {
    switch (node.kind) {
      case NodeKind::text:
        return own_text(node.text);
      case NodeKind::reference:
        return print(*node.reference);
      case NodeKind::conditional:
        return conditional(node);
      case NodeKind::set:
        assign(node.reference->root, &node.expressions[0]);
        return expression(node.expressions[0], {.role = Role::assigned});
      case NodeKind::foreach:
        return loop(node);
      case NodeKind::stop:
      case NodeKind::interrupt:
        if (cursor_.in_string()) facts_.directives_in_text.push_back(offset_of(node.place));
        return;
      case NodeKind::define:
        assign(node.text);
        [[fallthrough]];
      default:
        facts_.opaque = true;
        for (const auto& argument : node.expressions)
          expression(argument, {.role = Role::argument});
        for (const auto& block : node.blocks)
          walk(block);
    }
  }

  void assign(const std::string& name, const Expression* value = nullptr) {
    const bool first =
        facts_.assigned.emplace(name, value == nullptr ? Operation::constant : value->operation)
            .second;
    const auto* reference = value == nullptr ? nullptr : value->reference.get();
    if (!first) {
      facts_.aliases.erase(name);
    } else if (reference != nullptr && !reference->text_only && reference->alternate == nullptr &&
               is_bare(*reference)) {
      facts_.aliases.emplace(name, name_of(*reference));
    }
  }

  void guard(const std::set<std::string>& names) {
    guards_.insert(guards_.end(), names.begin(), names.end());
  }

  // Texts know only about where they end: they are looked for behind what came before.
  void own_text(std::string_view own) {
    constexpr std::size_t enough = 40;
    const std::string_view source = facts_.ast->sources.front().text;
    const auto found = source.find(own.substr(0, enough), at_);
    if (found != std::string_view::npos) at_ = found;
    text(own, static_cast<std::uint32_t>(at_));
    at_ = std::min(at_ + own.size(), source.size());
  }

  void text(std::string_view text, std::uint32_t offset) {
    for (const char c : text) {
      settle(c);
      cursor_.text(c, offset++, facts_.produced);
    }
  }

  // The character behind the last reference tells whether that was all of its value.
  void settle(char c) {
    if (pending_ == none) return;
    auto& use = facts_.uses[pending_];
    use.whole = use.whole && cursor_.ends_value(c);
    pending_ = none;
  }

  // NOLINTNEXTLINE(misc-no-recursion): as above
  void print(const Reference& reference) {
    at_ = offset_of(reference.place);
    text(reference.before + reference.backslashes, offset_of(reference.place));
    if (reference.text_only || reference.escaped) {
      settle('$');
      return text(reference.literal, offset_of(reference.place));
    }
    settle('$');
    if (cursor_.at_key()) facts_.opaque = true;
    Use use{.reference = &reference,
            .role = Role::printed,
            .path = cursor_.path(),
            .guards = guards_,
            .offset = offset_of(reference.place),
            .in_string = cursor_.in_string()};
    use.whole = cursor_.reference(use.offset, facts_.produced);
    facts_.uses.push_back(std::move(use));
    const auto printed = facts_.uses.size() - 1;
    arguments(reference, {.role = Role::argument, .call = &reference});
    pending_ = printed;
  }

  // NOLINTNEXTLINE(misc-no-recursion): as above
  void arguments(const Reference& reference, const Place& place) {
    for (const auto& access : reference.chain) {
      for (const auto& argument : access.arguments)
        expression(argument, place);
    }
    if (reference.alternate != nullptr) expression(*reference.alternate, place);
  }

  // NOLINTNEXTLINE(misc-no-recursion): as above
  void expression(const Expression& made, const Place& place, bool alone = false) {
    if (made.reference != nullptr) {
      const auto& reference = *made.reference;
      if (reference.text_only) return;
      facts_.uses.push_back({.reference = &reference,
                             .role = place.role,
                             .call = place.call,
                             .path = cursor_.path(),
                             .guards = guards_,
                             .offset = offset_of(reference.place),
                             .alone = alone});
      arguments(reference,
                {.role = Role::argument, .call = place.call != nullptr ? place.call : &reference});
    }
    if (made.text != nullptr) interpolated(*made.text, place);
    compare(made);
    const bool passes =
        made.operation == Operation::logical_not || made.operation == Operation::logical_and ||
        made.operation == Operation::logical_or || made.operation == Operation::parenthesis;
    const auto guards = guards_.size();
    for (const auto& operand : made.operands) {
      expression(
          operand, place, place.role == Role::condition && passes && operand.reference != nullptr);
      // The second one is looked at only when the first one does not decide.
      if (made.operation == Operation::logical_and) guard(presence_of(operand).when_true);
      if (made.operation == Operation::logical_or) guard(presence_of(operand).when_false);
    }
    guards_.resize(guards);
  }

  // NOLINTNEXTLINE(misc-no-recursion): as above
  void interpolated(const Block& block, const Place& place) {
    const bool condition = place.role == Role::condition;
    for (const auto& node : block.nodes) {
      if (node.kind != NodeKind::reference || node.reference->text_only) continue;
      facts_.uses.push_back({.reference = node.reference.get(),
                             .role = condition ? Role::condition : Role::interpolated,
                             .call = place.call,
                             .path = cursor_.path(),
                             .guards = guards_,
                             .offset = offset_of(node.reference->place)});
      arguments(*node.reference, {.role = Role::argument, .call = place.call});
    }
  }

  void compare(const Expression& made) {
    const bool equality =
        made.operation == Operation::equal || made.operation == Operation::not_equal;
    if (!equality || made.operands.size() != 2) return;
    for (const std::size_t i : {0U, 1U}) {
      const auto& one = made.operands[i];
      const auto& other = made.operands[1 - i];
      const auto* reference = only_reference(one);
      if (reference == nullptr || other.operation != Operation::constant ||
          !other.constant.is_text())
        continue;
      facts_.comparisons.push_back({.reference = reference,
                                    .text = std::string(other.constant.text()),
                                    .offset = offset_of(reference->place)});
    }
  }

  // NOLINTNEXTLINE(misc-no-recursion): as above
  void conditional(const Node& node) {
    at_ = offset_of(node.place);
    facts_.conditionals.push_back(offset_of(node.place));
    settle('#');
    const auto guards = guards_.size();
    std::vector<std::set<std::string>> present;  // in each branch
    for (const auto& condition : node.expressions) {
      expression(condition, {.role = Role::condition}, condition.reference != nullptr);
      auto presence = presence_of(condition);
      presence.when_true.insert(guards_.begin(), guards_.end());
      present.push_back(std::move(presence.when_true));
      guard(presence.when_false);
    }
    present.emplace_back(guards_.begin(), guards_.end());
    guards_.resize(guards);
    branches(node, present);
  }

  // All branches begin where the first one does; what follows goes on where the first one ends.
  // NOLINTNEXTLINE(misc-no-recursion): as above
  void branches(const Node& node, const std::vector<std::set<std::string>>& present) {
    const auto guards = guards_.size();
    const JsonCursor before = cursor_;
    JsonCursor after = before;
    const auto begin = facts_.produced.size();
    std::set<std::string> in_all;
    for (std::size_t i = 0; i < node.blocks.size(); ++i) {
      cursor_ = before;
      const auto branch = facts_.produced.size();
      guard(present[i]);
      walk(node.blocks[i]);
      guards_.resize(guards);
      settle('#');
      if (i == 0) after = cursor_;
      std::set<std::string> here;
      for (auto at = branch; at < facts_.produced.size(); ++at) {
        const auto& value = facts_.produced[at];
        if (value.certain && (i == 0 || in_all.count(value.path) > 0)) here.insert(value.path);
      }
      in_all = std::move(here);
    }
    cursor_ = after;
    const bool has_else = node.blocks.size() > node.expressions.size();
    for (auto at = begin; at < facts_.produced.size(); ++at) {
      auto& value = facts_.produced[at];
      value.certain = value.certain && has_else && in_all.count(value.path) > 0;
    }
  }

  // NOLINTNEXTLINE(misc-no-recursion): as above
  void loop(const Node& node) {
    settle('#');
    assign(node.text);
    const auto guards = guards_.size();
    for (const auto& source : node.expressions) {
      expression(source, {.role = Role::argument});
      guard(presence_of(source).when_true);
    }
    const auto begin = facts_.produced.size();
    for (const auto& block : node.blocks)
      walk(block);
    guards_.resize(guards);
    settle('#');
    for (auto at = begin; at < facts_.produced.size(); ++at)
      facts_.produced[at].certain = false;
  }

  static constexpr std::size_t none = static_cast<std::size_t>(-1);

  Facts& facts_;
  JsonCursor cursor_{};
  std::vector<std::string> guards_{};
  std::size_t pending_{none};
  std::size_t at_{};  // in the template
};

}  // namespace

bool Facts::is_assigned(std::string_view name) const {
  return name == "foreach" || name == "velocityCount" || assigned.count(std::string(name)) > 0;
}

Result<Facts> facts_of(std::string_view text, std::string_view name) {
  Facts facts;
  facts.ast = std::make_shared<simulator::Ast>();
  auto& ast = *facts.ast;
  ast.sources.push_back({simulator::valid_utf8(text), std::string(name), {}});
  TRY_ASSIGN(ast.root,
             simulator::Parser(ast, ast.sources.back(), simulator::Dialect::velocity_2, 0).parse());
  Walk(facts).run();
  return facts;
}

bool is_plain_property(const Use& use) {
  return use.bare && std::count(use.name.begin(), use.name.end(), '.') == 1;
}

std::uint32_t offset_in_error(std::string_view text, std::string_view error_text) {
  const auto number = [&](std::string_view word) {
    int value = 0;
    const auto at = error_text.rfind(word);
    if (at != std::string_view::npos) {
      const auto* begin = error_text.data() + at + word.size();
      std::from_chars(begin, error_text.data() + error_text.size(), value);
    }
    return value;
  };
  const int line = number("[line ");
  const int column = number(", column ");
  if (line == 0) return 0;
  const simulator::Source source{.text = std::string(text), .name = {}, .outer = {}};
  std::size_t start = 0;
  for (int i = 1; i < line && start < text.size(); ++i)
    start = std::min(text.find('\n', start), text.size() - 1) + 1;
  const auto line_end = std::min(text.find('\n', start), text.size());
  for (auto offset = start; offset < line_end && offset < start + 2000; ++offset) {
    const auto at = static_cast<std::uint32_t>(offset);
    if (simulator::position_of({.source = &source, .offset = at}).column >= column) return at;
  }
  return static_cast<std::uint32_t>(std::min(line_end, start + 2000));
}

}  // namespace patchcord::lint

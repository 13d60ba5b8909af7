// Making programs of what was read.
#include "patchcord/template/java_regex_program.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "patchcord/template/java_text.h"

namespace patchcord::simulator {

namespace {

// Each way that waits for a character costs memory and time, with all positions that it keeps.
constexpr std::size_t max_code = 10'000;
constexpr std::size_t max_positions = 1 << 20;
constexpr std::size_t max_levels = 8;  // deeper ones count as the eighth

bool may_match_nothing(const RegexNode& node) {
  const auto part_may = [](const RegexNode& part) { return may_match_nothing(part); };
  switch (node.kind) {
    case RegexNodeKind::character:
    case RegexNodeKind::set:
      return false;
    case RegexNodeKind::assertion:
      return true;
    case RegexNodeKind::repetition:
      return node.least == 0 || part_may(node.parts[0]);
    case RegexNodeKind::alternatives:
      return std::any_of(node.parts.begin(), node.parts.end(), part_may);
    case RegexNodeKind::sequence:
    case RegexNodeKind::group:
      break;
  }
  return std::all_of(node.parts.begin(), node.parts.end(), part_may);
}

class Compiler {
 public:
  explicit Compiler(RegexProgram& program) : program_(program), code_(program.code) {}

  void all(const RegexNode& root) {
    save(0);
    emit(root);
    save(1);
    add({.operation = RegexOperation::match});
  }

 private:
  [[nodiscard]] std::uint32_t here() const { return static_cast<std::uint32_t>(code_.size()); }

  // Returns where it stands.
  std::uint32_t add(RegexInstruction made) {
    code_.push_back(made);
    return here() - 1;
  }

  void save(std::size_t slot) {
    add({.operation = RegexOperation::save, .first = static_cast<std::uint32_t>(slot)});
  }

  void emit(const RegexNode& node) {
    if (code_.size() > max_code) return;
    switch (node.kind) {
      case RegexNodeKind::character:
        add({.operation = RegexOperation::character, .first = node.character});
        return;
      case RegexNodeKind::set:
        add({.operation = RegexOperation::set, .first = static_cast<std::uint32_t>(node.index)});
        return;
      case RegexNodeKind::assertion:
        add({.operation = RegexOperation::assertion,
             .first = static_cast<std::uint32_t>(node.assertion)});
        return;
      case RegexNodeKind::sequence:
        for (const RegexNode& part : node.parts)
          emit(part);
        return;
      case RegexNodeKind::alternatives:
        return alternatives(node);
      case RegexNodeKind::group:
        save(2 * node.index);
        emit(node.parts[0]);
        return save(2 * node.index + 1);
      case RegexNodeKind::repetition:
        return repetition(node);
    }
  }

  void alternatives(const RegexNode& node) {
    std::vector<std::uint32_t> ends;
    for (std::size_t at = 0; at < node.parts.size(); ++at) {
      const bool last = at + 1 == node.parts.size();
      const std::uint32_t split = here();
      if (!last) add({.operation = RegexOperation::split, .first = split + 1});
      emit(node.parts[at]);
      if (last) break;
      ends.push_back(add({.operation = RegexOperation::jump}));
      code_[split].second = here();
    }
    for (const std::uint32_t end : ends)
      code_[end].first = here();
  }

  // `inside` is what a greedy repetition prefers.
  void choose(std::uint32_t split, bool greedy, std::uint32_t inside, std::uint32_t outside) {
    code_[split].first = greedy ? inside : outside;
    code_[split].second = greedy ? outside : inside;
  }

  void repetition(const RegexNode& node) {
    const RegexNode& body = node.parts[0];
    std::vector<std::uint32_t> exits;
    for (std::uint32_t count = 0; count < node.most; ++count) {
      if (count >= node.least) exits.push_back(add({.operation = RegexOperation::split}));
      const std::uint32_t begin = here();
      if (node.most == RegexNode::no_limit && count + 1 >= node.least) {
        loop(body, node.greedy);
        break;
      }
      emit(body);
      if (code_.size() > max_code || here() == begin) break;
    }
    for (const std::uint32_t exit : exits)
      choose(exit, node.greedy, exit + 1, here());
  }

  // Once or more.
  void loop(const RegexNode& body, bool greedy) {
    const bool hollow = may_match_nothing(body);
    const std::uint32_t begin = here();
    if (hollow) {
      add({.operation = RegexOperation::enter});
      program_.levels = std::max(program_.levels, std::min(++level_ + 1, max_levels));
    }
    emit(body);
    if (hollow) --level_;
    const std::uint32_t again =
        add({.operation = hollow ? RegexOperation::loop : RegexOperation::split});
    choose(again, greedy, begin, again + 1);
  }

  RegexProgram& program_;
  std::vector<RegexInstruction>& code_;
  std::size_t level_{};
};

void take_first_bytes(RegexProgram& program, const RegexInstruction& instruction) {
  if (instruction.operation == RegexOperation::character) {
    std::string text;
    append_utf8(instruction.first, text);
    program.first_bytes.set(static_cast<unsigned char>(text[0]));
    return;
  }
  const auto& ascii = program.sets[instruction.first].ascii;
  for (std::size_t byte = 0; byte < program.first_bytes.size(); ++byte) {
    if (byte >= ascii.size() || ascii[byte]) program.first_bytes.set(byte);
  }
}

void find_first_bytes(RegexProgram& program) {
  std::vector<bool> seen(program.code.size());
  std::vector<std::uint32_t> pending{0};
  while (!pending.empty()) {
    const std::uint32_t at = pending.back();
    pending.pop_back();
    if (seen[at]) continue;
    seen[at] = true;
    const RegexInstruction& instruction = program.code[at];
    switch (instruction.operation) {
      case RegexOperation::split:
      case RegexOperation::loop:
        pending.push_back(instruction.second);
        [[fallthrough]];
      case RegexOperation::jump:
        pending.push_back(instruction.first);
        break;
      case RegexOperation::enter:
      case RegexOperation::save:
      case RegexOperation::assertion:
        pending.push_back(at + 1);
        break;
      case RegexOperation::match:
        program.may_be_empty = true;
        break;
      case RegexOperation::character:
      case RegexOperation::set:
        take_first_bytes(program, instruction);
        break;
    }
  }
}

}  // namespace

Result<RegexProgram> RegexProgram::compile(ParsedRegex parsed, std::string_view pattern) {
  RegexProgram made;
  Compiler(made).all(parsed.root);
  const std::size_t positions = made.code.size() * 2 * parsed.groups.size();
  if (made.code.size() > max_code || positions > max_positions) {
    return Error{.code = Code::invalid,
                 .what = fmt::format("The regular expression {} uses more repetitions or groups "
                                     "than it may, which this program does not have the time for",
                                     pattern)};
  }
  for (CharacterSet& set : parsed.sets) {
    RegexSet& known = made.sets.emplace_back();
    known.set = std::move(set);
    for (std::size_t code = 0; code < known.ascii.size(); ++code)
      known.ascii[code] = known.set.contains(static_cast<char32_t>(code));
  }
  made.groups = std::move(parsed.groups);
  find_first_bytes(made);
  return made;
}

}  // namespace patchcord::simulator

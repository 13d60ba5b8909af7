#include "patchcord/template/velocity.h"

#include <algorithm>

#include "patchcord/base/try.h"
#include "patchcord/template/ast.h"
#include "patchcord/template/java_text.h"
#include "patchcord/template/parser.h"
#include "patchcord/template/renderer.h"

namespace patchcord::simulator {

Position position_of(const Place& place) {
  Position position;
  const std::string_view text = place.source->text;
  const std::size_t end = std::min<std::size_t>(place.offset, text.size());
  std::size_t line_start = 0;
  for (std::size_t at = 0; at < end; ++at) {
    const bool carriage_return =
        text[at] == '\r' && !(at + 1 < text.size() && text[at + 1] == '\n');
    if (text[at] == '\n' || carriage_return) {
      ++position.line;
      line_start = at + 1;
    }
  }
  for (std::size_t at = line_start; at < end;) {
    const std::size_t tab = std::min(text.find('\t', at), end);
    position.column += static_cast<int>(utf16_length(text.substr(at, tab - at)));
    at = tab;
    if (at < end) {
      position.column += 8 - (position.column - 1) % 8;
      ++at;
    }
  }
  position.column += static_cast<int>(place.offset - end);
  if (end < text.size() && text[end] == '\t') position.column = (position.column + 7) / 8 * 8;
  if (place.source->outer.source != nullptr) {
    const Position outer = position_of(place.source->outer);
    if (position.line == 1) position.column += outer.column;
    position.line += outer.line - 1;
  }
  return position;
}

std::string describe(const Place& place) {
  return describe(place, place.source->name);
}

std::string describe(const Place& place, std::string_view name) {
  const Position position = position_of(place);
  return std::string(name) + "[line " + std::to_string(position.line) + ", column " +
         std::to_string(position.column) + "]";
}

Names::Names() {
  for (const std::string_view name : {"foreach", "velocityCount", "bodyContent"})
    number(name);
}

std::uint32_t Names::number(std::string_view name) {
  if (const auto known = numbers_.find(name); known != numbers_.end()) return known->second;
  const auto made = static_cast<std::uint32_t>(keys_.size());
  keys_.emplace_back(name);
  numbers_.emplace(name, made);
  return made;
}

Template::Template(std::shared_ptr<const Ast> ast, Dialect dialect)
    : ast_(std::move(ast)), dialect_(dialect) {}
Template::Template(Template&&) noexcept = default;
Template& Template::operator=(Template&&) noexcept = default;
Template::~Template() = default;

Result<Template> Template::parse(std::string_view text, std::string_view name, Dialect dialect) {
  auto ast = std::make_shared<Ast>();
  ast->sources.push_back({valid_utf8(text), std::string(name), {}});
  TRY_ASSIGN(ast->root, Parser(*ast, ast->sources.back(), dialect, 0).parse());
  return Template(std::move(ast), dialect);
}

std::vector<std::string> Template::unconfirmed_macros() const {
  std::vector<std::string> found;
  for (const auto& use : ast_->unconfirmed) {
    if (std::find(found.begin(), found.end(), use.macro) == found.end()) found.push_back(use.macro);
  }
  return found;
}

bool Template::names(std::string_view variable) const {
  return ast_->names.has(variable);
}

Result<std::string> Template::render(const Context& context, const RenderOptions& options) const {
  return Renderer(ast_, dialect_, context, options).run();
}

}  // namespace patchcord::simulator

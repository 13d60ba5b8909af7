#include "patchcord/aws/config_file.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/base/try.h"

namespace patchcord::aws {
namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

// "value ; comment": a comment needs a blank before it. Keys whose values may hold anything keep
// theirs whole.
std::string_view without_comment(std::string_view key, std::string_view value) {
  if (key == "aws_secret_access_key" || key == "credential_process") return value;
  for (std::size_t i = 1; i < value.size(); ++i) {
    if ((value[i] == '#' || value[i] == ';') && is_blank(value[i - 1]))
      return trim(value.substr(0, i));
  }
  return value;
}

std::string_view without_quotes(std::string_view name) {
  const bool quoted = name.size() >= 2 && name.front() == name.back() &&
                      (name.front() == '"' || name.front() == '\'');
  return quoted ? name.substr(1, name.size() - 2) : name;
}

class Parser {
 public:
  Parser(FileKind kind, std::string_view path) : kind_(kind) { file_.path = path; }

  Result<void> line(std::string_view text) {
    ++number_;
    if (text.ends_with('\r')) text.remove_suffix(1);
    const auto content = trim(text);
    if (content.empty() || content.front() == '#' || content.front() == ';') return {};
    // What is indented more than the last key continues it; otherwise indentation means nothing.
    const auto indentation = text.find_first_not_of(" \t");
    if (!key_.empty() && indentation > indentation_) return continued(content);
    indentation_ = indentation;
    if (content.front() == '[') return section(content);
    return property(content);
  }

  ConfigFile take() {
    // [profile default] beats [default].
    if (explicit_default_) file_.profiles["default"] = *std::move(explicit_default_);
    return std::move(file_);
  }

 private:
  void set(Setting& setting, std::string_view text) const {
    setting = {.text = std::string(text), .line = number_};
  }

  Error problem(std::string what) const {
    return Error{.code = Code::invalid,
                 .what = std::move(what),
                 .at = fmt::format("{}:{}", file_.path, number_)};
  }

  Result<void> section(std::string_view text) {
    const auto close = text.find(']');
    if (close == std::string_view::npos) return problem("a section has no \"]\"");
    const auto after = trim(text.substr(close + 1));
    if (!after.empty() && after.front() != '#' && after.front() != ';') {
      return problem("something stands behind a section's \"]\"");
    }
    key_.clear();
    in_section_ = true;
    current_ = place_for(trim(text.substr(1, close - 1)));
    if (current_ != nullptr && current_->line == 0) current_->line = number_;
    return {};
  }

  // Null for sections that mean nothing to us or in this kind of file: their lines are read and
  // forgotten.
  Section* place_for(std::string_view title) {
    const auto blank = title.find_first_of(" \t");
    const auto keyword = title.substr(0, blank);
    if (blank == std::string_view::npos) {
      if (kind_ == FileKind::credentials || title == "default")
        return &file_.profiles[std::string(title)];
      return nullptr;
    }
    const auto rest = std::string(without_quotes(trim(title.substr(blank))));
    if (kind_ == FileKind::credentials) return nullptr;
    if (keyword == "profile" && rest == "default")
      return &explicit_default_.emplace(explicit_default_.value_or(Section{}));
    if (keyword == "profile") return &file_.profiles[rest];
    if (keyword == "services") return &file_.services[rest];
    if (keyword == "sso-session") return &file_.sso_sessions[rest];
    return nullptr;
  }

  Result<void> property(std::string_view text) {
    const auto equals = text.find_first_of("=:");
    if (equals == std::string_view::npos || trim(text.substr(0, equals)).empty()) {
      return problem("a line is neither a section nor \"key = value\"");
    }
    if (!in_section_) return problem("a value stands before the first section");
    key_ = lower_case(trim(text.substr(0, equals)));
    if (current_ != nullptr)
      set(current_->settings[key_], without_comment(key_, trim(text.substr(equals + 1))));
    return {};
  }

  Result<void> continued(std::string_view text) {
    if (current_ == nullptr) return {};
    std::string& value = current_->settings[key_].text;
    if (!value.empty()) {
      value += '\n';
      value += text;
      return {};
    }
    const auto equals = text.find('=');
    if (equals == std::string_view::npos) return problem("an indented line is not \"key = value\"");
    const auto inner = lower_case(trim(text.substr(0, equals)));
    set(current_->nested[key_][inner], without_comment(inner, trim(text.substr(equals + 1))));
    return {};
  }

  FileKind kind_;
  ConfigFile file_;
  std::optional<Section> explicit_default_;
  Section* current_{};
  bool in_section_{false};
  std::string key_;            // the last one of this section
  std::size_t indentation_{};  // of its line
  int number_{};
};

}  // namespace

std::string Section::get(const std::string& key) const {
  const auto found = settings.find(key);
  return found == settings.end() ? std::string{} : found->second.text;
}

Result<ConfigFile> parse_config_file(std::string_view text, FileKind kind, std::string_view path) {
  if (text.size() > largest_config_file) {
    return Error{
        .code = Code::invalid, .what = "the file is larger than 1 MiB", .at = std::string(path)};
  }
  Parser parser(kind, path);
  for (const auto line : split(text, '\n'))
    TRY(parser.line(line));
  return parser.take();
}

}  // namespace patchcord::aws

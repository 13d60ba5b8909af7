// From text to Ast, by recursive descent over the tokens of lexer.h, with the engine's rules about
// blanks and line ends around directives: a line that holds only a directive vanishes.
#pragma once

#include <bitset>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "patchcord/base/result.h"
#include "patchcord/template/ast.h"
#include "patchcord/template/lexer.h"

namespace patchcord::simulator {

// Deeper nesting of blocks, expressions and string literals is refused.
inline constexpr int max_template_depth = 100;

class Parser {
 public:
  // What is parsed is added to `ast`: its sources, its macros; not its root.
  Parser(Ast& ast, const Source& source, Dialect dialect, int depth);

  // Errors   invalid, with the engine's text: `Encountered "…" at name[line 1, column 5]` and what
  // was expected
  Result<Block> parse();

 private:
  struct DirectiveCall;
  // How #if and #set begin: with blanks that vanish, unless signs that are text stand before the
  // `#`.
  struct Opening {
    bool after_newline{};
    std::string more{};
  };

  // Statements.
  Result<void> statement(Block& block);
  Result<void> text(Block& block);
  Result<void> conditional(Block& block);
  Result<void> branch(Node& node, bool with_condition);
  Result<void> set(Block& block);
  Opening open_directive(Block& block, bool keeps_blanks);
  void close_directive(const Opening& opening, Block& block);
  Result<void> directive(Block& block);
  Result<void> directive_arguments(DirectiveCall& call);
  Result<void> directive_argument(DirectiveCall& call);
  Result<void> next_argument(DirectiveCall& call);
  Result<void> macro_parameter(DirectiveCall& call);
  Result<void> argument_comment(const DirectiveCall& call);
  [[nodiscard]] bool arguments_end();
  Result<void> directive_body(DirectiveCall& call, Node& node);
  Result<void> check_arguments(const DirectiveCall& call) const;
  Result<void> finish_directive(DirectiveCall& call, Node& node, Block& block);
  void check_evaluate(const DirectiveCall& call, const Node& node);
  Result<void> finish_lines(DirectiveCall& call, Node& node, std::string& rest);
  void keep_arguments(DirectiveCall& call, Node& node);
  Result<void> define_macro(DirectiveCall& call, Node& node);
  Result<void> body(Block& block, std::initializer_list<TokenKind> ends);
  void escapes(Block& block);
  [[nodiscard]] std::string escaped_directive(std::string_view image) const;
  [[nodiscard]] bool knows_directive(std::string_view name) const;
  // `[blanks] newline`, if it is next; empty otherwise.
  std::string line_rest();
  void take_blank_before(Block& block, std::string_view more, TokenKind directive);
  [[nodiscard]] bool blank_then(TokenKind kind);
  std::string_view more_prefix(const Token& token) const;
  void append_text(Block& block, std::string_view text) const;

  // Expressions.
  Result<Expression> expression();
  Result<Expression> binary(int level);
  Result<Expression> unary();
  Result<Expression> primary(bool parameter);
  Result<Expression> primary_token();
  Result<Expression> parameter() { return primary(true); }
  Result<Expression> argument_expression();
  Result<Expression> number();
  Result<Expression> string();
  Result<Expression> list_or_range();
  Result<Expression> range();
  Result<Expression> range_end();
  Result<Expression> map();
  Result<Expression> map_key(bool first);
  Result<void> map_entries(Expression& made);
  Result<std::unique_ptr<Reference>> reference();
  void note_unconfirmed(const Reference& made);
  Result<void> chain(Reference& made);
  Result<void> indexes(Reference& made);
  Result<Access> access();
  [[nodiscard]] bool is_method();
  [[nodiscard]] bool is_range();
  void read_sigil(Reference& made, std::string_view image, bool curly) const;
  void allow_unset(Expression& expression) const;

  // Tokens.
  bool at(TokenKind kind);  // and remembers that it would have been welcome
  bool ahead(TokenKind kind, std::size_t n = 1);
  Token take();
  Result<Token> expect(TokenKind kind);
  void skip_blanks();
  [[nodiscard]] Error unexpected();
  [[nodiscard]] Error unreadable(const Token& token) const;
  [[nodiscard]] Error wrong(std::string text, const Place& where) const;
  [[nodiscard]] Place place(std::size_t offset) const;
  [[nodiscard]] std::string_view slice(std::size_t begin, std::size_t end) const;
  Result<void> descend();
  void defer(Error error) {
    if (!deferred_) deferred_ = std::move(error);
  }

  Ast& ast_;
  const Source& source_;
  Dialect dialect_;
  Lexer lexer_;
  std::bitset<static_cast<std::size_t>(TokenKind::count)> expected_{};
  std::set<std::string, std::less<>> macro_names_{};
  std::optional<Error>
      deferred_{};  // of a string literal: comes after all errors of the text around it
  std::optional<Token> broken_{};  // what cannot be read, once the parser has looked at it
  std::size_t last_end_{};         // end of the token taken last
  std::size_t text_end_{std::string::npos};  // end of the text token taken last
  TokenKind last_kind_{};
  int depth_;
  int conditionals_{};        // how many #if we are in
  bool after_newline_{true};  // only blanks stand before this place on its line
};

}  // namespace patchcord::simulator

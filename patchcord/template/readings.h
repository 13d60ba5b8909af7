// How the platform runs an action where its documentation leaves a question open and nobody outside
// can measure. The default of each is the reading that is most likely.
#pragma once

#include "patchcord/template/lexer.h"
#include "patchcord/template/schema.h"

namespace patchcord::simulator {

struct Readings {
  NullPolicy nulls{NullPolicy::accept};
  Dialect dialect{Dialect::velocity_2};
  bool strict_request{};           // unset references in URL, headers and body are errors, not text
  bool fraction_is_integer{};      // 5.0 is an integer of a contract
  bool fills_contract_defaults{};  // an input that is absent gets the `default` of its contract
  bool success_sees_input{true};   // the success template can read $input
  bool mapped_null_is_missing{};   // a null at a path takes the default, not the text `null`
  bool defaults_outside_map{};     // a default whose key the map does not have defines a variable
  bool empty_body_is_object{};     // a body that renders to nothing is sent as {}
  bool null_reply_is_missing{};    // no path finds anything in the reply null, and none fails
  bool missing_leaf_is_left_out{};  // of flattened lists; else null stands in its place
  bool exact_decimals{};  // decimals print as BigDecimal does (12345678.5), not as doubles
};

}  // namespace patchcord::simulator

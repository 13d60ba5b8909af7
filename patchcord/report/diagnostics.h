// Problems of an input as people read them: place, source line with a caret, suggestion.
#pragma once

#include <string>

#include "patchcord/base/diagnostic.h"
#include "patchcord/base/json.h"
#include "patchcord/report/style.h"

namespace patchcord {

//   error: functions.yaml:4:5: unknown key `tiemout`
//       - tiemout: 15
//         ^
//     hint  Did you mean `timeout`?
//
// Sorted by place. A problem with a code has it behind its severity: `warning[L22]: …`.
std::string diagnostics_text(Diagnostics diagnostics, const Style& style);

// [{"severity": "error", "code": null, "file": "…", "line": 4, "column": 5, "path": "…", "message":
// "…", "hint": "…"}]
Json to_json(const Diagnostics& diagnostics);

}  // namespace patchcord

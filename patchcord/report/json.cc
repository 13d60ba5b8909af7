#include "patchcord/report/json.h"

namespace patchcord {
namespace {

Json text_or_null(const std::string& text) {
  return text.empty() ? Json() : Json(text);
}

const char* state_name(Outcome::State state) {
  switch (state) {
    case Outcome::State::done:
      return "done";
    case Outcome::State::failed:
      return "failed";
    case Outcome::State::skipped:
      return "not run";
  }
  return "not run";
}

}  // namespace

Json to_json(const Error& error) {
  Json answer;
  if (error.answer) {
    answer = {{"status", error.answer->status},
              {"code", text_or_null(error.answer->code)},
              {"message", text_or_null(error.answer->message)},
              {"requestId", text_or_null(error.answer->request_id)}};
  }
  return {{"code", code_name(error.code)},
          {"what", error.what},
          {"at", text_or_null(error.at)},
          {"during", std::vector<std::string>(error.during.rbegin(), error.during.rend())},
          {"answer", answer},
          {"effect", error.effect == Effect::unknown ? "unknown" : "none"},
          {"detail", text_or_null(error.detail)},
          {"hint", text_or_null(error.hint)}};
}

Json to_json(const Calls& calls) {
  return {{"genesys", calls.genesys}, {"aws", calls.aws}};
}

Json steps_json(const Plan& plan, const std::vector<Outcome>& outcomes) {
  Json steps = Json::array();
  for (std::size_t i = 0; i < plan.steps.size(); ++i) {
    const auto& step = plan.steps[i];
    Json changes = Json::array();
    for (const auto& change : step.changes) {
      changes.push_back(
          {{"field", change.field}, {"before", change.before}, {"after", change.after}});
    }
    const bool ran = i < outcomes.size();
    steps.push_back({{"operation", operation_name(step.operation)},
                     {"address", step.address.text()},
                     {"because", step.because},
                     {"changes", changes},
                     {"state", ran ? state_name(outcomes[i].state) : "not run"},
                     {"notes", ran ? Json(outcomes[i].notes) : Json::array()}});
  }
  return steps;
}

}  // namespace patchcord

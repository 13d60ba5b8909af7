#include "patchcord/apply/apply.h"

#include <algorithm>

#include <fmt/format.h>

#include "patchcord/base/try.h"

namespace patchcord {
namespace {

// Ids that were there before: a look for a lost create must not take one of them for its result.
std::vector<std::string> ids_of(const Observed& observed) {
  std::vector<std::string> ids;
  const auto collect = [&](const auto& objects) {
    std::transform(objects.begin(), objects.end(), std::back_inserter(ids), [](const auto& object) {
      return object.id;
    });
  };
  collect(observed.integrations);
  collect(observed.credentials);
  collect(observed.actions);
  return ids;
}

class Execution {
 public:
  Execution(const Plan& plan, const Observed& observed, const ApplyContext& context)
      : plan_(plan), context_(context), known_(ids_of(observed)) {}

  std::vector<Outcome> run() {
    std::vector<Outcome> outcomes(plan_.steps.size());
    for (std::size_t i = 0; i < plan_.steps.size(); ++i) {
      outcomes[i] = run_step(i);
      if (outcomes[i].state == Outcome::State::failed) break;
    }
    return outcomes;
  }

 private:
  Outcome run_step(std::size_t index) {
    const auto& step = plan_.steps[index];
    const int number = static_cast<int>(index) + 1;
    const int of = static_cast<int>(plan_.steps.size());
    const auto began = context_.clock.now();
    context_.events.emit(StepStarted{.number = number, .of = of, .title = step.title()});

    Outcome outcome;
    auto result = perform(step, outcome);
    outcome.took = context_.clock.now() - began;
    const bool ok = result.ok();
    outcome.state = ok ? Outcome::State::done : Outcome::State::failed;
    if (ok) {
      outcome.outputs = *std::move(result);
    } else {
      outcome.error = during(std::move(result).error(),
                             fmt::format("step {} of {}: {}", number, of, step.title()));
    }
    context_.events.emit(
        StepEnded{.number = number,
                  .of = of,
                  .title = step.title(),
                  .result = string_at(outcome.outputs, "arn", string_at(outcome.outputs, "id")),
                  .ok = ok,
                  .took = outcome.took});
    return outcome;
  }

  Result<Json> perform(const Step& step, Outcome& outcome) {
    TRY_ASSIGN(const auto fields, resolve(step.fields, outputs_));
    TRY_ASSIGN(const auto outputs, perform_with_intent(step, fields, outcome));
    // An effect and its record are one thing: what was made is remembered before anything else
    // happens.
    TRY(remember(step, fields, outputs));
    auto& known = outputs_[step.address.text()];
    if (known.is_null()) known = Json::object();
    known.update(outputs);
    if (outputs.contains("id")) known_.push_back(string_at(outputs, "id"));
    return outputs;
  }

  Result<Json> perform_with_intent(const Step& step, const Json& fields, Outcome& outcome) {
    if (!needs_look_before_repeat(step.operation)) return perform_once(step, fields, outcome);
    TRY(context_.journal.intend(step.address, operation_name(step.operation)));
    auto performed = perform_once(step, fields, outcome);
    const bool made_nothing = !performed && performed.error().effect == Effect::none;
    if (made_nothing) TRY(context_.journal.abandon(step.address));
    return performed;
  }

  Result<Json> perform_once(const Step& step, const Json& fields, Outcome& outcome) {
    auto& remote = is_at_aws(step.operation) ? context_.remotes.aws : context_.remotes.genesys;
    auto result = remote.perform(step.operation, fields);
    if (result.ok() || result.error().effect != Effect::unknown ||
        !needs_look_before_repeat(step.operation) || context_.clock.cancelled()) {
      return result;
    }
    TRY_ASSIGN(auto found, look_for(remote, step, fields));
    if (found) {
      outcome.notes.push_back(
          "the answer was lost; the object was found by its name, not made again");
      return *std::move(found);
    }
    outcome.notes.push_back(
        "the answer was lost and the object not found, so it was sent once more");
    return remote.perform(step.operation, fields);
  }

  Result<std::optional<Json>> look_for(Remote& remote, const Step& step, const Json& fields) {
    const auto deadline = context_.clock.now() + context_.waits.listing;
    for (;;) {
      TRY_ASSIGN(auto found, remote.find(step.operation, fields, known_));
      const auto left = deadline - context_.clock.now();
      if (found || left <= Milliseconds(0)) return found;
      const auto delay =
          std::min<Milliseconds>(left, std::max(context_.waits.poll, Milliseconds(1)));
      context_.events.emit(
          Waiting{.what = fmt::format("{} to show up in the listing", step.address.text()),
                  .why = "the answer to its creation was lost, so it may exist",
                  .delay = delay});
      TRY(context_.clock.wait(delay));
    }
  }

  Result<void> remember(const Step& step, const Json& fields, const Json& outputs) {
    if (!step.leaves) return {};
    AppliedObject object = *step.leaves;
    object.id = string_at(outputs, "arn", string_at(outputs, "id", object.id));
    object.version = static_cast<int>(integer_at(outputs, "version", object.version));
    object.modified = string_at(outputs, "modified");
    object.role_arn = string_at(fields, "role_arn");
    return context_.journal.record(step.address, object);
  }

  const Plan& plan_;
  const ApplyContext& context_;
  std::vector<std::string> known_;
  Outputs outputs_{};
};

}  // namespace

std::vector<Outcome> apply(const Plan& plan,
                           const Observed& observed,
                           const ApplyContext& context) {
  PATCHCORD_CHECK(plan.refusals.empty(), "a refused plan must not be applied");
  return Execution(plan, observed, context).run();
}

}  // namespace patchcord

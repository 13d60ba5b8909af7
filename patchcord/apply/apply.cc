#include "patchcord/apply/apply.h"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <thread>

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

constexpr std::size_t services = 2;

std::size_t service_of(const Step& step) {
  return is_at_aws(step.operation) ? 0 : 1;
}

// Policies of different roles have the same name, and that is their id.
bool has_unique_id(Kind kind) {
  return kind == Kind::integration || kind == Kind::credential || kind == Kind::action;
}

// Which step may begin: pure bookkeeping, under the lock of its user.
class Schedule {
 public:
  Schedule(const std::vector<Step>& steps, bool one_by_one)
      : steps_(steps), one_by_one_(one_by_one), missing_(steps.size()), dependents_(steps.size()) {
    for (std::size_t i = 0; i < steps.size(); ++i) {
      missing_[i] = steps[i].needs.size();
      for (const auto need : steps[i].needs) {
        dependents_[need].push_back(i);
      }
      if (missing_[i] == 0) make_ready(i);
    }
  }

  std::optional<std::size_t> take(std::size_t service) {
    auto& ready = ready_[lane(service)];
    if (stopped_ || ready.empty()) return std::nullopt;
    const auto index = *ready.begin();
    ready.erase(ready.begin());
    return index;
  }
  void finish(std::size_t index, bool ok) {
    ++finished_;
    stopped_ = stopped_ || !ok;
    for (const auto dependent : dependents_[index]) {
      if (--missing_[dependent] == 0) make_ready(dependent);
    }
  }
  // Nothing will ever become ready again.
  [[nodiscard]] bool over() const { return stopped_ || finished_ == steps_.size(); }

 private:
  [[nodiscard]] std::size_t lane(std::size_t service) const { return one_by_one_ ? 0 : service; }
  void make_ready(std::size_t index) { ready_[lane(service_of(steps_[index]))].insert(index); }

  const std::vector<Step>& steps_;
  bool one_by_one_;
  std::vector<std::size_t> missing_;
  std::vector<std::vector<std::size_t>> dependents_;
  std::array<std::set<std::size_t>, services> ready_{};
  std::size_t finished_{0};
  bool stopped_{false};
};

class Execution {
 public:
  Execution(const Plan& plan, const Observed& observed, const ApplyContext& context)
      : plan_(plan),
        context_(context),
        known_(ids_of(observed)),
        outcomes_(plan.steps.size()),
        schedule_(plan.steps, context.in_flight == 1) {}

  Result<std::vector<Outcome>> run() {
    TRY_ASSIGN(const auto applied, context_.journal.load());
    for (const auto& [address, object] : applied.objects) {
      if (has_unique_id(address.kind)) recorded_.emplace(object.id, address);
    }
    TRY(confirm());
    const bool one_by_one = context_.in_flight == 1;
    std::vector<std::thread> others;
    for (std::size_t service = 0; service < (one_by_one ? 1 : services); ++service) {
      const auto count = std::min(context_.in_flight, steps_of(service));
      for (std::size_t i = 0; !one_by_one && i < count; ++i) {
        others.emplace_back([this, service] { work(service); });
      }
    }
    if (one_by_one) work(0);
    for (auto& thread : others) {
      thread.join();
    }
    tell(true);
    return std::move(outcomes_);
  }

 private:
  // What is as it should be, under the address that it has now.
  Result<void> confirm() {
    if (plan_.confirmed.empty()) return {};
    TRY(context_.journal.confirm(plan_.confirmed));
    for (const auto& [address, object] : plan_.confirmed) {
      if (has_unique_id(address.kind)) TRY(move_to(address, object.id));
    }
    return {};
  }

  // An object that was recorded under another address is not there any more.
  Result<void> move_to(const Address& address, const std::string& id) {
    std::optional<Address> before;
    {
      const std::lock_guard lock(mutex_);
      const auto found = recorded_.find(id);
      if (found != recorded_.end() && found->second != address) before = found->second;
      // Another object that had this address is not the one that the record has there from now on.
      std::erase_if(recorded_, [&](const auto& one) { return one.second == address; });
      recorded_[id] = address;
    }
    return before ? context_.journal.forget(*before) : Result<void>();
  }

  [[nodiscard]] std::size_t steps_of(std::size_t service) const {
    return static_cast<std::size_t>(
        std::count_if(plan_.steps.begin(), plan_.steps.end(), [&](const auto& step) {
          return service_of(step) == service;
        }));
  }

  void work(std::size_t service) {
    std::unique_lock lock(mutex_);
    while (!schedule_.over()) {
      const auto index = schedule_.take(service);
      if (!index) {
        changed_.wait(lock);
        continue;
      }
      lock.unlock();
      auto outcome = run_step(*index);
      lock.lock();
      schedule_.finish(*index, outcome.state == Outcome::State::done);
      outcomes_[*index] = std::move(outcome);
      tell(false);
      changed_.notify_all();
    }
  }

  Outcome run_step(std::size_t index) {
    const auto& step = plan_.steps[index];
    const auto began = context_.clock.now();
    context_.events.emit(
        StepStarted{.number = number_of(index), .of = count(), .title = step.title()});
    Outcome outcome;
    auto result = perform(step, outcome);
    outcome.took = context_.clock.now() - began;
    outcome.state = result.ok() ? Outcome::State::done : Outcome::State::failed;
    if (result.ok()) {
      outcome.outputs = *std::move(result);
    } else {
      outcome.error =
          during(std::move(result).error(),
                 fmt::format("step {} of {}: {}", number_of(index), count(), step.title()));
    }
    return outcome;
  }

  // Steps are told in the plan's order, whichever ended first: equal input, equal output.
  void tell(bool all) {
    for (; told_ < outcomes_.size(); ++told_) {
      const auto& outcome = outcomes_[told_];
      if (outcome.state == Outcome::State::skipped) {
        if (!all) return;
        continue;
      }
      const bool interrupted = outcome.error && outcome.error->code == Code::cancelled;
      context_.events.emit(StepEnded{
          .number = number_of(told_),
          .of = count(),
          .title = plan_.steps[told_].title(),
          .result = interrupted
                        ? "interrupted"
                        : string_at(outcome.outputs, "arn", string_at(outcome.outputs, "id")),
          .ok = outcome.state == Outcome::State::done,
          .took = outcome.took});
    }
  }

  [[nodiscard]] int number_of(std::size_t index) const {
    return static_cast<int>(context_.steps_before + index) + 1;
  }
  [[nodiscard]] int count() const {
    return static_cast<int>(context_.steps_before + plan_.steps.size() + context_.steps_behind);
  }

  Result<Json> perform(const Step& step, Outcome& outcome) {
    TRY_ASSIGN(const auto fields, resolved(step));
    TRY_ASSIGN(const auto outputs, perform_with_intent(step, fields, outcome));
    // An effect and its record are one thing: what was made is remembered before anything that
    // needs it happens.
    TRY(remember(step, fields, outputs));
    const std::lock_guard lock(mutex_);
    auto& known = outputs_[step.address.text()];
    if (known.is_null()) known = Json::object();
    known.update(outputs);
    if (outputs.contains("id")) known_.push_back(string_at(outputs, "id"));
    return outputs;
  }

  Result<Json> resolved(const Step& step) {
    const std::lock_guard lock(mutex_);
    return resolve(step.fields, outputs_);
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

  std::vector<std::string> known_ids() {
    const std::lock_guard lock(mutex_);
    return known_;
  }

  Result<std::optional<Json>> look_for(Remote& remote, const Step& step, const Json& fields) {
    const auto deadline = context_.clock.now() + context_.waits.listing;
    for (;;) {
      TRY_ASSIGN(auto found, remote.find(step.operation, fields, known_ids()));
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
    if (step.forgets) return forget(step, fields);
    if (!step.leaves) return {};
    AppliedObject object = *step.leaves;
    object.id = string_at(outputs, "arn", string_at(outputs, "id", object.id));
    object.version = static_cast<int>(integer_at(outputs, "version", object.version));
    object.modified = string_at(outputs, "modified");
    object.role_arn = string_at(fields, "role_arn");
    TRY(context_.journal.record(step.address, object));
    return has_unique_id(step.address.kind) ? move_to(step.address, object.id) : Result<void>();
  }

  // By its id, where it has one: the address may be another object's by now.
  Result<void> forget(const Step& step, const Json& fields) {
    const auto id = string_at(fields, "id");
    if (id.empty()) return context_.journal.forget(step.address);
    std::optional<Address> address;
    {
      const std::lock_guard lock(mutex_);
      const auto found = recorded_.find(id);
      if (found != recorded_.end()) address = found->second;
    }
    return address ? context_.journal.forget(*address) : Result<void>();
  }

  const Plan& plan_;
  const ApplyContext& context_;
  std::mutex mutex_{};                         // of everything below
  std::map<std::string, Address> recorded_{};  // by id, where ids are unique
  std::condition_variable changed_{};
  std::vector<std::string> known_;
  Outputs outputs_{};
  std::vector<Outcome> outcomes_;
  std::size_t told_{0};
  Schedule schedule_;
};

}  // namespace

Result<std::vector<Outcome>> apply(const Plan& plan,
                                   const Observed& observed,
                                   const ApplyContext& context) {
  PATCHCORD_CHECK(plan.refusals.empty(), "a refused plan must not be applied");
  return Execution(plan, observed, context).run();
}

}  // namespace patchcord

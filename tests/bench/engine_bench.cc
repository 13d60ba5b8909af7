// Times our engine: one shape a line in (shapes.py), the nanoseconds of processor time of one round
// out: the best of many short runs, so that what else the machine does is left out.
#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <iostream>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "patchcord/template/json_text.h"
#include "patchcord/template/jsonpath.h"
#include "patchcord/template/simulate.h"
#include "patchcord/template/velocity.h"

namespace patchcord::simulator {
namespace {

// A shape that fails would be fast.
template <typename T>
T must(Result<T> result) {
  if (result) return *std::move(result);
  std::cerr << result.error().what << '\n';
  std::exit(1);
}

const Value& member(const Value& object, std::string_view key) {
  static const Value nothing;
  const Value* found = object.map().find(key);
  return found == nullptr ? nothing : *found;
}

template <typename Round>
double nanoseconds(double seconds, Round round) {
  const auto run = [&](std::int64_t rounds) {
    const std::clock_t start = std::clock();
    for (std::int64_t i = 0; i < rounds; ++i)
      round();
    return static_cast<double>(std::clock() - start) * (1e9 / CLOCKS_PER_SEC);
  };
  std::int64_t rounds = 1;
  while (run(rounds) < 2e6)
    rounds *= 2;
  double best = 1e300;
  for (double spent = 0; spent < seconds * 1e9;) {
    const double took = run(rounds);
    spent += took;
    best = std::min(best, took / static_cast<double>(rounds));
  }
  return best;
}

std::size_t checksum = 0;  // so that no result is unused

RenderOptions options_of(std::string_view mode) {
  RenderOptions options;
  if (mode == "strict") options.strictness = Strictness::strict;
  return options;
}

double time_render(const Value& shape, double seconds) {
  const auto parsed = must(Template::parse(member(shape, "template").text(), "T"));
  Context context;
  for (const auto& entry : member(shape, "context").map().entries()) {
    context.set(entry.key.text(), entry.value);
  }
  const RenderOptions options = options_of(member(shape, "mode").text());
  return nanoseconds(seconds, [&] { checksum += must(parsed.render(context, options)).size(); });
}

double time_parse(const Value& shape, double seconds) {
  const std::string_view text = member(shape, "template").text();
  // Reading what is no template must be quick, too.
  return nanoseconds(seconds, [&] { checksum += Template::parse(text, "T") ? 1 : 2; });
}

double time_path(const Value& shape, double seconds) {
  const auto path = must(JsonPath::compile(member(shape, "path").text()));
  const Value& document = member(shape, "document");
  return nanoseconds(seconds, [&] { checksum += must(path.read(document)) ? 1 : 0; });
}

// One execution: inputs to the request's body, the reply's text through the translation map and the
// success template to a document. Templates and paths are compiled once.
class Action {
 public:
  explicit Action(const Value& shape)
      : request_(must(Template::parse(member(shape, "request").text(), "requestTemplate"))),
        success_(must(Template::parse(member(shape, "success").text(), "successTemplate"))),
        inputs_(write_json(member(shape, "inputs"))),
        reply_(write_json(member(shape, "reply"))) {
    const Map& defaults = member(shape, "defaults").map();
    for (const auto& entry : member(shape, "map").map().entries()) {
      const Value* otherwise = defaults.find_key(entry.key);
      map_.push_back({std::string(entry.key.text()),
                      must(JsonPath::compile(entry.value.text())),
                      otherwise == nullptr ? Value() : *otherwise});
    }
  }

  void run() const {
    Context before;
    before.set("input", must(read_json(inputs_, "the inputs")));
    const std::string body = must(request_.render(before));
    checksum += static_cast<std::size_t>(must(check_json(body, "the body")));
    const Value document = must(read_json(reply_.text(), "the reply"));
    Context after;
    after.reserve(map_.size() + 1);
    after.set("rawResult", reply_);
    std::string text;
    text.reserve(256);
    for (const auto& [name, path, otherwise] : map_) {
      text.clear();
      if (must(path.append_to(text, document))) {
        after.set(name, Value(text));
      } else if (!otherwise.is_null()) {
        after.set(name, otherwise);
      }
    }
    const Value resolved =
        must(read_json(must(success_.render(after, options_of("strict"))), "the response"));
    checksum += body.size() + resolved.map().size();
  }

 private:
  struct Translation {
    std::string name{};
    JsonPath path;
    Value otherwise{};
  };

  Template request_;
  Template success_;
  std::string inputs_;
  Value reply_;
  std::vector<Translation> map_{};
};

TextPairs pairs_of(const Value& texts) {
  TextPairs pairs;
  for (const auto& entry : texts.map().entries())
    pairs.emplace_back(entry.key.text(), entry.value.text());
  return pairs;
}

// The same as users run it: with the inputs checked, and each operation's result kept.
double time_simulation(const Value& shape, double seconds) {
  ActionDefinition action;
  action.url_template = "arn:aws:lambda:us-east-1:123456789012:function:order-status";
  action.request_template = member(shape, "request").text();
  action.translation_map = pairs_of(member(shape, "map"));
  action.translation_map_defaults = pairs_of(member(shape, "defaults"));
  action.success_template = member(shape, "success").text();
  const PreparedAction prepared(action, {});
  const std::string inputs = write_json(member(shape, "inputs"));
  const Executor execute = [reply = write_json(member(shape, "reply"))](const ExecutionRequest&) {
    return Execution(Reply{reply});
  };
  return nanoseconds(seconds, [&] {
    const TestResult result = prepared.run(inputs, execute);
    if (!result.success()) std::exit(1);
    checksum += result.operations.size();
  });
}

double time_shape(const Value& shape, double seconds) {
  const std::string_view kind = member(shape, "kind").text();
  if (kind == "render") return time_render(shape, seconds);
  if (kind == "parse") return time_parse(shape, seconds);
  if (kind == "path") return time_path(shape, seconds);
  if (kind == "simulation") return time_simulation(shape, seconds);
  const Action action(shape);
  return nanoseconds(seconds, [&] { action.run(); });
}

}  // namespace
}  // namespace patchcord::simulator

// engine_bench [seconds for each shape]
int main(int count, char** arguments) {
  using namespace patchcord::simulator;  // NOLINT(google-build-using-namespace)
  const double seconds = count > 1 ? std::atof(arguments[1]) : 0.3;
  std::string line;
  while (std::getline(std::cin, line)) {
    std::cout << time_shape(must(read_json(line, "the shape")), seconds) << std::endl;
  }
  return checksum == 0 ? 1 : 0;
}

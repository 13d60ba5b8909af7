#include "patchcord/sandbox/aws/functions.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <utility>

#include <yaml-cpp/yaml.h>

#include "patchcord/base/json.h"
#include "patchcord/base/text.h"
#include "patchcord/sandbox/aws/function_name.h"

namespace patchcord::sandbox {
namespace {

constexpr std::size_t max_file_bytes = 4UL << 20U;
constexpr int max_reply_depth = 64;
constexpr std::size_t max_reply_nodes = 200'000;

// Reads one functions file and remembers everything that is wrong with it.
class Reader {
 public:
  Reader(const std::filesystem::path& file, const FunctionPlace& place, FunctionsFile& out)
      : file_(file), place_(place), out_(out) {}

  void read(const YAML::Node& root) {
    const YAML::Node list = root.IsMap() ? root["functions"] : root;
    if (!list || !list.IsSequence() || list.size() == 0) {
      return problem(root,
                     "a functions file is a list of functions, or has one under `functions:`");
    }
    for (const YAML::Node& item : list)
      read_function(item);
  }

  void problem(const YAML::Mark& mark, std::string message) {
    out_.diagnostics.push_back(
        {.span = {.file = file_.string(), .line = mark.line + 1, .column = mark.column + 1},
         .message = std::move(message)});
  }

 private:
  void problem(const YAML::Node& node, std::string message) {
    problem(node.Mark(), std::move(message));
  }

  void read_function(const YAML::Node& node) {
    if (!node.IsMap())
      return problem(node, "a function is a mapping with at least `name` or `arn`");
    FunctionSpec function{
        .partition = place_.partition, .region = place_.region, .account = place_.account};
    std::set<std::string> keys;
    for (const auto& entry : node) {
      const YAML::Node& key = entry.first;
      const std::string name = key.IsScalar() ? key.Scalar() : std::string{};
      if (!keys.insert(name).second) problem(key, "`" + name + "` is there twice");
      read_member(function, name, key, entry.second);
    }
    if (function.name.empty() && keys.count("name") + keys.count("arn") == 0)
      problem(node, "the function has no `name` and no `arn`");
    if (keys.count("name") + keys.count("arn") > 1)
      problem(node, "a function has `name` or `arn`, not both");
    const std::size_t answers = keys.count("reply") + keys.count("reply_file") +
                                keys.count("error") + keys.count("program");
    if (answers > 1)
      problem(node, "a function has one of `reply`, `reply_file`, `error` and `program`");
    if (!function.name.empty() && !arns_.insert(arn_of(function)).second) {
      problem(node, "function " + arn_of(function) + " is there twice");
    }
    out_.functions.push_back(std::move(function));
  }

  using Read = void (Reader::*)(FunctionSpec&, const YAML::Node&);

  void read_member(FunctionSpec& function,
                   const std::string& name,
                   const YAML::Node& key,
                   const YAML::Node& value) {
    static const std::map<std::string, Read> members{{"name", &Reader::read_name},
                                                     {"arn", &Reader::read_arn},
                                                     {"aliases", &Reader::read_aliases},
                                                     {"reply", &Reader::read_reply},
                                                     {"reply_file", &Reader::read_reply_file},
                                                     {"error", &Reader::read_error},
                                                     {"program", &Reader::read_program},
                                                     {"handler", &Reader::read_handler},
                                                     {"timeout", &Reader::read_timeout},
                                                     {"memory", &Reader::read_memory},
                                                     {"environment", &Reader::read_environment},
                                                     {"delay_ms", &Reader::read_delay},
                                                     {"allow", &Reader::read_grants}};
    const auto member = members.find(name);
    if (member != members.end()) return (this->*member->second)(function, value);
    std::vector<std::string> known;
    known.reserve(members.size());
    for (const auto& [known_name, read] : members)
      known.push_back(known_name);
    const auto meant = nearest(name, known);
    problem(key,
            "a function has no `" + printable(name, 80) + "`" +
                (meant ? "; did you mean `" + *meant + "`?" : ""));
  }

  void read_handler(FunctionSpec& function, const YAML::Node& value) {
    function.handler = scalar(value, "handler");
  }
  void read_timeout(FunctionSpec& function, const YAML::Node& value) {
    function.timeout = std::chrono::seconds{number(value, "timeout", 1, 900)};
  }
  void read_memory(FunctionSpec& function, const YAML::Node& value) {
    function.memory_megabytes = number(value, "memory", 128, 10'240);
  }
  void read_environment(FunctionSpec& function, const YAML::Node& value) {
    function.environment = strings(value, "environment");
  }
  void read_delay(FunctionSpec& function, const YAML::Node& value) {
    function.delay = Milliseconds{number(value, "delay_ms", 0, 900'000)};
  }

  void read_name(FunctionSpec& function, const YAML::Node& value) {
    const auto parsed = aws::parse_function_name(scalar(value, "name"));
    if (!parsed || !parsed->qualifier.empty() || !parsed->account.empty()) {
      return problem(value, "`name` has 1 to 64 letters, digits, `-` and `_`");
    }
    function.name = parsed->name;
  }

  void read_arn(FunctionSpec& function, const YAML::Node& value) {
    const auto parsed = aws::parse_function_name(scalar(value, "arn"));
    if (!parsed || !parsed->qualifier.empty() || parsed->partition.empty()) {
      return problem(value,
                     "`arn` is a full function ARN without version or alias: "
                     "arn:aws:lambda:<region>:<account>:function:<name>");
    }
    function.name = parsed->name;
    function.partition = parsed->partition;
    function.region = parsed->region;
    function.account = parsed->account;
  }

  void read_aliases(FunctionSpec& function, const YAML::Node& value) {
    function.aliases = strings(value, "aliases");
    for (const auto& [alias, version] : function.aliases) {
      if (aws::is_version(alias) || !aws::parse_function_name("f:" + alias)) {
        problem(value,
                "alias `" + printable(alias, 80) +
                    "` needs letters, digits, `-` and `_`, and not digits alone");
      }
      if (!aws::is_version(version))
        problem(value, "alias `" + alias + "` points to a version number or `$LATEST`");
    }
  }

  void read_reply(FunctionSpec& function, const YAML::Node& value) {
    std::size_t nodes = 0;
    function.behaviour = FixedReply{to_text(json_of(value, 0, nodes))};
  }

  void read_reply_file(FunctionSpec& function, const YAML::Node& value) {
    const auto path = file_.parent_path() / scalar(value, "reply_file");
    std::ifstream stream(path, std::ios::binary);
    if (!stream) return problem(value, "reply_file " + path.string() + " cannot be read");
    std::string text{std::istreambuf_iterator<char>(stream), {}};
    if (const auto parsed = parse_json(text, "the reply file"); !parsed) {
      return problem(value, path.string() + ": " + parsed.error().what);
    }
    function.behaviour = FixedReply{std::move(text)};
  }

  void read_error(FunctionSpec& function, const YAML::Node& value) {
    std::size_t nodes = 0;
    const Json given = json_of(value, 0, nodes);
    Json error{
        {"errorMessage",
         string_at(given, "errorMessage", given.is_string() ? given.get<std::string>() : "")},
        {"errorType", string_at(given, "errorType", "Error")}};
    if (error["errorMessage"] == "")
      problem(value, "`error` is a text, or a mapping with `errorMessage` and `errorType`");
    if (given.is_object()) error.update(given);
    function.behaviour = FixedError{to_text(error)};
  }

  void read_program(FunctionSpec& function, const YAML::Node& value) {
    FunctionProgram program{.folder = std::filesystem::absolute(file_).parent_path()};
    if (!value.IsSequence() || value.size() == 0) {
      return problem(
          value,
          "`program` is a list: the program and its arguments, like [python3, bootstrap.py]");
    }
    for (const YAML::Node& word : value)
      program.command.push_back(scalar(word, "program"));
    function.behaviour = std::move(program);
  }

  void read_grants(FunctionSpec& function, const YAML::Node& value) {
    if (!value.IsSequence()) return problem(value, "`allow` is a list of { principal, qualifier }");
    for (const YAML::Node& item : value) {
      auto fields = strings(item, "allow");
      FunctionGrant grant{.principal = fields["principal"], .qualifier = fields["qualifier"]};
      if (grant.principal.empty()) problem(item, "an entry of `allow` has a `principal`");
      function.grants.push_back(std::move(grant));
    }
  }

  std::string scalar(const YAML::Node& value, const std::string& what) {
    if (value.IsScalar()) return value.Scalar();
    problem(value, "`" + what + "` needs a text here");
    return {};
  }

  int number(const YAML::Node& value, const std::string& what, int least, int most) {
    int parsed = 0;
    if (value.IsScalar() && YAML::convert<int>::decode(value, parsed) && parsed >= least &&
        parsed <= most)
      return parsed;
    problem(
        value,
        "`" + what + "` is a number from " + std::to_string(least) + " to " + std::to_string(most));
    return least;
  }

  std::map<std::string, std::string> strings(const YAML::Node& value, const std::string& what) {
    std::map<std::string, std::string> out;
    if (!value.IsMap()) {
      problem(value, "`" + what + "` needs a mapping of names to texts");
      return out;
    }
    for (const auto& entry : value) {
      out[scalar(entry.first, what)] = scalar(entry.second, what);
    }
    return out;
  }

  Json json_of(const YAML::Node& node, int depth, std::size_t& nodes) {
    if (depth > max_reply_depth || ++nodes > max_reply_nodes) {
      if (nodes <= max_reply_nodes + 1)
        problem(node, "the reply is too deep or too large; use reply_file");
      nodes = max_reply_nodes + 1;
      return nullptr;
    }
    if (node.IsSequence()) {
      Json list = Json::array();
      for (const YAML::Node& item : node)
        list.push_back(json_of(item, depth + 1, nodes));
      return list;
    }
    if (node.IsMap()) {
      Json object = Json::object();
      for (const auto& entry : node) {
        object[scalar(entry.first, "reply")] = json_of(entry.second, depth + 1, nodes);
      }
      return object;
    }
    return node.IsScalar() ? scalar_json(node) : Json(nullptr);
  }

  // A quoted text stays a text; a plain one is the number, boolean or null that YAML's core schema
  // sees in it.
  static Json scalar_json(const YAML::Node& node) {
    const std::string& text = node.Scalar();
    if (node.Tag() == "!" || text.empty()) return text;
    const Json value = Json::parse(text, nullptr, false);
    return value.is_number() || value.is_boolean() ? value : Json(text);
  }

  const std::filesystem::path& file_;
  const FunctionPlace& place_;
  FunctionsFile& out_;
  std::set<std::string> arns_{};
};

}  // namespace

std::string arn_of(const FunctionSpec& function) {
  return "arn:" + function.partition + ":lambda:" + function.region + ":" + function.account +
         ":function:" + function.name;
}

FunctionsFile parse_functions(std::string_view text,
                              const std::filesystem::path& file,
                              const FunctionPlace& place) {
  FunctionsFile out;
  Reader reader(file, place, out);
  if (text.size() > max_file_bytes) {
    reader.problem(YAML::Mark{}, "the file is larger than 4 MiB");
    return out;
  }
  try {
    reader.read(YAML::Load(std::string(text)));
  } catch (const YAML::Exception& error) {
    reader.problem(error.mark, error.msg);
  }
  return out;
}

FunctionsFile read_functions(const std::filesystem::path& file, const FunctionPlace& place) {
  const auto refused = [&](std::string message) {
    FunctionsFile out;
    out.diagnostics.push_back({.span = {.file = file.string()}, .message = std::move(message)});
    return out;
  };
  errno = 0;
  std::ifstream stream(file, std::ios::binary);
  std::string text(max_file_bytes + 1, '\0');
  if (stream.is_open()) stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (!stream.is_open() || stream.bad() || (!stream.eof() && stream.fail()))
    return refused(std::string("the functions file cannot be read: ") + std::strerror(errno));
  if (stream.gcount() == 0) return refused("the functions file is empty");
  text.resize(static_cast<std::size_t>(stream.gcount()));
  return parse_functions(text, file, place);
}

std::vector<FunctionSpec> default_functions(const FunctionPlace& place) {
  return {{.name = "echo",
           .partition = place.partition,
           .region = place.region,
           .account = place.account}};
}

}  // namespace patchcord::sandbox

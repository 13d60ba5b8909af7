#include "patchcord/sandbox/aws/environment.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <utility>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include "patchcord/base/json.h"
#include "patchcord/base/text.h"
#include "patchcord/base/try.h"
#include "patchcord/sandbox/aws/ids.h"

namespace patchcord::sandbox::aws {
namespace {

using namespace std::chrono_literals;

// A program has 10 seconds to ask for its first event. One that is slower starts on the time of the
// event. Source: Lambda Developer Guide, "Understanding the Lambda execution environment
// lifecycle", Init phase
constexpr auto init_limit = 10s;
// The longest silence between two looks at the program's life, the deadlines and cancel().
constexpr auto tick = 20ms;
constexpr std::size_t max_log = 4096;
constexpr std::size_t max_connections = 16;
constexpr std::string_view prefix = "/2018-06-01/runtime/";

Reply json_reply(int status, const Json& body) {
  return {
      .status = status, .headers = {{"Content-Type", "application/json"}}, .body = to_text(body)};
}

Reply error_reply(int status, std::string_view type, std::string_view message) {
  return json_reply(status, {{"errorType", type}, {"errorMessage", message}});
}

std::string variable(const char* name, const char* otherwise) {
  const char* value =
      std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nobody here sets variables
  return std::string(name) + "=" + (value != nullptr ? value : otherwise);
}

std::string trace_id() {
  const std::string id = uuid();
  return "Root=1-" + id.substr(0, 8) + "-" + uuid().substr(24) + id.substr(24) +
         ";Parent=" + uuid().substr(24) + "0000;Sampled=0";
}

}  // namespace

Completed Environment::invoke(const Invocation& invocation) {
  invocation_ = &invocation;
  handed_over_ = false;
  completed_.reset();
  broken_ = false;
  caller_deadline_ = Steady::now() + invocation.caller_timeout;
  function_deadline_ = Steady::now() + function_.timeout;
  log_ = log_start(invocation);
  const auto started = Steady::now();

  if (process_ && process_->ended()) stop();
  if (!process_) {
    function_deadline_ = Steady::now() + init_limit + function_.timeout;
    if (const auto start_result = start(); !start_result)
      fail("Runtime.InvalidEntrypoint", start_result.error().what);
  }
  if (!completed_ && waiting_ != nullptr) hand_over(*waiting_);
  while (!completed_) {
    wait_for_traffic(std::min({Steady::now() + tick, function_deadline_, caller_deadline_}));
    serve();
    check_limits();
  }
  take_output();
  if (broken_) stop();
  invocation_ = nullptr;
  const double duration =
      std::chrono::duration<double, std::milli>(Steady::now() - started).count();
  log_ += log_end(invocation, function_, duration);
  completed_->log = log_.size() > max_log ? log_.substr(log_.size() - max_log) : log_;
  return *std::move(completed_);
}

Result<void> Environment::start() {
  const auto unavailable = [](const char* what) {
    return Error{.code = Code::unavailable,
                 .what = fmt::format("the runtime API has no {}: {}", what, std::strerror(errno))};
  };
  listener_ = Descriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const raw = reinterpret_cast<sockaddr*>(&address);  // NOLINT: how the sockets interface is
  if (!listener_.open() || ::bind(listener_.get(), raw, size) != 0 ||
      ::listen(listener_.get(), 16) != 0 || ::getsockname(listener_.get(), raw, &size) != 0) {
    return unavailable("port");
  }
  address_ = "127.0.0.1:" + std::to_string(ntohs(address.sin_port));
  const auto& program = std::get<FunctionProgram>(function_.behaviour);
  TRY_ASSIGN(
      Process process,
      Process::start(
          {.command = program.command, .environment = variables(), .folder = program.folder}));
  process_.emplace(std::move(process));
  return {};
}

std::vector<std::string> Environment::variables() const {
  const auto& program = std::get<FunctionProgram>(function_.behaviour);
  const std::string folder = program.folder.empty() ? "." : program.folder.string();
  std::vector<std::string> all{
      variable("PATH", "/usr/local/bin:/usr/bin:/bin"),
      variable("HOME", "/tmp"),
      variable("LANG", "C.UTF-8"),
      "TZ=:UTC",
      "AWS_LAMBDA_RUNTIME_API=" + address_,
      "_HANDLER=" + function_.handler,
      "LAMBDA_TASK_ROOT=" + folder,
      "LAMBDA_RUNTIME_DIR=" + folder,
      "AWS_REGION=" + function_.region,
      "AWS_DEFAULT_REGION=" + function_.region,
      "AWS_LAMBDA_FUNCTION_NAME=" + function_.name,
      "AWS_LAMBDA_FUNCTION_VERSION=" + invocation_->version,
      "AWS_LAMBDA_FUNCTION_MEMORY_SIZE=" + std::to_string(function_.memory_megabytes),
      "AWS_LAMBDA_INITIALIZATION_TYPE=on-demand",
      "AWS_LAMBDA_LOG_GROUP_NAME=/aws/lambda/" + function_.name,
      "AWS_LAMBDA_LOG_STREAM_NAME=sandbox/[" + invocation_->version + "]",
  };
  for (const auto& [name, value] : function_.environment)
    all.push_back(fmt::format("{}={}", name, value));
  return all;
}

void Environment::wait_for_traffic(Steady::time_point until) {
  const bool room = connections_.size() < max_connections;
  std::vector<pollfd> watched{{.fd = room ? listener_.get() : -1, .events = POLLIN, .revents = 0}};
  if (process_ && process_->output_open())
    watched.push_back({.fd = process_->output(), .events = POLLIN, .revents = 0});
  for (const RuntimeConnection& connection : connections_) {
    watched.push_back({.fd = connection.fd(), .events = POLLIN, .revents = 0});
  }
  const auto wait = std::chrono::ceil<std::chrono::milliseconds>(until - Steady::now());
  ::poll(watched.data(), watched.size(), static_cast<int>(std::max<std::int64_t>(wait.count(), 0)));
}

void Environment::serve() {
  accept();
  take_output();
  for (RuntimeConnection& connection : connections_) {
    connection.receive();
    while (auto request = connection.next())
      answer(connection, *request);
    if (!connection.open() && waiting_ == &connection) waiting_ = nullptr;
  }
  connections_.remove_if([](const RuntimeConnection& connection) { return !connection.open(); });
}

void Environment::accept() {
  while (connections_.size() < max_connections) {
    Descriptor socket(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    if (!socket.open()) return;
    connections_.emplace_back(std::move(socket));
  }
}

void Environment::answer(RuntimeConnection& connection, const RuntimeConnection::Request& request) {
  const Message& message = request.message;
  if (find_field(message.headers, "Host").value_or("") != address_) {
    return connection.answer(
        error_reply(403, "Forbidden", "this is the runtime API of one function"));
  }
  if (message.method == "GET" && message.path == std::string(prefix) + "invocation/next") {
    waiting_ = &connection;
    if (!handed_over_) hand_over(connection);
    return;
  }
  if (message.method == "POST") return answer_post(connection, request);
  connection.answer(error_reply(404, "NotFound", "no such operation of the runtime API"));
}

void Environment::answer_post(RuntimeConnection& connection,
                              const RuntimeConnection::Request& request) {
  const std::string invocation_path = std::string(prefix) + "invocation/" + invocation_->request_id;
  const std::string& path = request.message.path;
  const bool ours = handed_over_ && !completed_;
  if (path == std::string(prefix) + "init/error" && !handed_over_) {
    completed_ = Completed{.kind = Completed::Kind::failed, .payload = request.message.body};
    broken_ = true;
  } else if (path == invocation_path + "/response" && ours && request.too_large) {
    fail("Function.ResponseSizeTooLarge",
         fmt::format("Response payload size exceeded maximum allowed payload size ({} bytes).",
                     max_function_payload));
  } else if (path == invocation_path + "/response" && ours) {
    completed_ = Completed{.payload = request.message.body};
  } else if (path == invocation_path + "/error" && ours) {
    completed_ = Completed{.kind = Completed::Kind::failed, .payload = request.message.body};
  } else {
    return connection.answer(error_reply(400, "InvalidRequestID", "Invalid request ID"));
  }
  connection.answer(
      request.too_large
          ? error_reply(413, "RequestEntityTooLarge", "Exceeded maximum allowed payload size")
          : json_reply(202, {{"status", "OK"}}));
}

void Environment::hand_over(RuntimeConnection& connection) {
  using std::chrono::milliseconds;
  const auto deadline = std::chrono::system_clock::now() + function_.timeout;
  Reply reply{
      .headers = {{"Content-Type", "application/json"},
                  {"Lambda-Runtime-Aws-Request-Id", invocation_->request_id},
                  {"Lambda-Runtime-Deadline-Ms",
                   std::to_string(
                       std::chrono::floor<milliseconds>(deadline.time_since_epoch()).count())},
                  {"Lambda-Runtime-Invoked-Function-Arn", invocation_->arn},
                  {"Lambda-Runtime-Trace-Id", trace_id()}},
      .body = invocation_->payload};
  if (!invocation_->client_context.empty()) {
    reply.headers.push_back({"Lambda-Runtime-Client-Context", invocation_->client_context});
  }
  waiting_ = nullptr;
  connection.answer(reply);
  handed_over_ = connection.open();
  function_deadline_ = Steady::now() + function_.timeout;
}

void Environment::check_limits() {
  if (completed_) return;
  if (const auto exit = process_->ended()) {
    take_output();
    serve();  // an answer may have been its last word
    if (!completed_) fail("Runtime.ExitError", "Runtime exited with error: " + *exit);
  } else if (cancelled_) {
    fail("Sandbox.Stopped", "the sandbox was stopped or reset");
  } else if (Steady::now() >= caller_deadline_) {
    completed_ = Completed{.kind = Completed::Kind::caller_gave_up};
    broken_ = true;
  } else if (Steady::now() >= function_deadline_) {
    fail("Sandbox.Timedout",
         fmt::format("Task timed out after {}.00 seconds", function_.timeout.count()));
  }
}

void Environment::fail(std::string type, const std::string& message) {
  const std::string text = "RequestId: " + invocation_->request_id + " Error: " + message;
  completed_ =
      Completed{.kind = Completed::Kind::failed,
                .payload = to_text({{"errorType", std::move(type)}, {"errorMessage", text}})};
  broken_ = true;
}

void Environment::stop() {
  process_.reset();
  connections_.clear();
  listener_.close();
  waiting_ = nullptr;
}

void Environment::take_output() {
  if (!process_) return;
  process_->drain(log_);
  if (log_.size() > 2 * max_log) log_.erase(0, log_.size() - max_log);
}

}  // namespace patchcord::sandbox::aws

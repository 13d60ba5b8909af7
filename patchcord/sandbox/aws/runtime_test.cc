#include "patchcord/sandbox/aws/runtime.h"

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <thread>

#include <gtest/gtest.h>
#include <signal.h>  // NOLINT(modernize-deprecated-headers): kill() is POSIX
#include <sys/stat.h>
#include <unistd.h>

#include "patchcord/base/json.h"

namespace patchcord::sandbox::aws {
namespace {

// Custom runtimes as people write them, each in the smallest form.
constexpr const char* python_runtime = R"py(
import json, os, sys, time, urllib.request
api = "http://" + os.environ["AWS_LAMBDA_RUNTIME_API"] + "/2018-06-01/runtime/"
def post(path, value):
    urllib.request.urlopen(urllib.request.Request(api + path, json.dumps(value).encode())).read()
if os.environ.get("INIT") == "error":
    post("init/error", {"errorType": "ImportError", "errorMessage": "no module named orders"})
    sys.exit(1)
if os.environ.get("INIT") == "crash":
    sys.exit(3)
count = 0
while True:
    with urllib.request.urlopen(api + "invocation/next") as next_event:
        event, head = json.load(next_event), next_event.headers
    count += 1
    request_id = head["Lambda-Runtime-Aws-Request-Id"]
    print("event number", count, flush=True)
    do = event.get("do")
    if do == "crash": os._exit(7)
    if do == "hang":
        if "tell" in event: open(event["tell"], "w").close()
        while True: time.sleep(1000)
    if do == "pid": post("invocation/" + request_id + "/response", {"pid": os.getpid()})
    elif do == "large": post("invocation/" + request_id + "/response", "x" * event["size"])
    elif do == "fail": post("invocation/" + request_id + "/error", {"errorType": "ValueError", "errorMessage": "bad"})
    elif do == "environment": post("invocation/" + request_id + "/response", dict(os.environ))
    elif do == "wrong id":
        try: post("invocation/other/response", 1)
        except urllib.error.HTTPError as error: post("invocation/" + request_id + "/response", error.code)
    else: post("invocation/" + request_id + "/response", {
        "count": count, "event": event, "arn": head["Lambda-Runtime-Invoked-Function-Arn"],
        "context": head["Lambda-Runtime-Client-Context"], "deadline": int(head["Lambda-Runtime-Deadline-Ms"]) > 0,
        "trace": head["Lambda-Runtime-Trace-Id"][:7]})
)py";

constexpr const char* bash_runtime = R"sh(
host=${AWS_LAMBDA_RUNTIME_API%:*} port=${AWS_LAMBDA_RUNTIME_API#*:}
while :; do
  exec 3<>"/dev/tcp/$host/$port"
  printf 'GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n' "$AWS_LAMBDA_RUNTIME_API" >&3
  length=0 id=
  while IFS=$' \t\r' read -r name value <&3 && [ -n "$name" ]; do
    case ${name,,} in content-length:) length=$value ;; lambda-runtime-aws-request-id:) id=$value ;; esac
  done
  IFS= read -r -N "$length" event <&3
  exec 3>&-
  exec 3<>"/dev/tcp/$host/$port"
  printf 'POST /2018-06-01/runtime/invocation/%s/response HTTP/1.1\r\nHost: %s\r\nTransfer-Encoding: chunked\r\n\r\n' "$id" "$AWS_LAMBDA_RUNTIME_API" >&3
  printf '%x\r\n%s\r\n0\r\n\r\n' "${#event}" "$event" >&3
  read -r status <&3
  exec 3>&-
done
)sh";

FunctionSpec python_function() {
  return {.name = "f",
          .region = "us-east-1",
          .account = "123456789012",
          .behaviour = FunctionProgram{.command = {"/usr/bin/python3", "-c", python_runtime},
                                       .folder = "/"}};
}

Invocation event(std::string payload) {
  return {.request_id = "8f5e3a52-0000-4000-8000-000000000001",
          .arn = "arn:aws:lambda:us-east-1:123456789012:function:f:live",
          .version = "1",
          .payload = std::move(payload),
          .client_context = R"({"custom":1})"};
}

Json json_of(const Completed& completed) {
  return Json::parse(completed.payload, nullptr, false);
}

TEST(Runtime, AProgramAnswersAndIsKeptWarm) {
  FunctionRuntime runtime(python_function());
  const Completed first = runtime.invoke(event(R"({"orderId":"42"})"));
  ASSERT_EQ(first.kind, Completed::Kind::replied) << first.payload << first.log;
  const Json expected{{"count", 1},
                      {"event", {{"orderId", "42"}}},
                      {"arn", "arn:aws:lambda:us-east-1:123456789012:function:f:live"},
                      {"context", R"({"custom":1})"},
                      {"deadline", true},
                      {"trace", "Root=1-"}};
  EXPECT_EQ(json_of(first), expected);
  EXPECT_EQ(json_of(runtime.invoke(event("{}")))["count"], 2);
}

TEST(Runtime, TheLogTailHoldsWhatTheProgramPrinted) {
  FunctionRuntime runtime(python_function());
  const std::string log = runtime.invoke(event("{}")).log;
  EXPECT_NE(
      log.find(
          "START RequestId: 8f5e3a52-0000-4000-8000-000000000001 Version: 1\nevent number 1\n"),
      log.npos);
  EXPECT_NE(log.find("\nREPORT RequestId: "), log.npos);
}

TEST(Runtime, AnErrorOfTheHandlerIsAFunctionErrorAndTheProgramLivesOn) {
  FunctionRuntime runtime(python_function());
  const Completed failed = runtime.invoke(event(R"({"do":"fail"})"));
  EXPECT_EQ(failed.kind, Completed::Kind::failed);
  EXPECT_EQ(json_of(failed), Json({{"errorType", "ValueError"}, {"errorMessage", "bad"}}));
  EXPECT_EQ(json_of(runtime.invoke(event("{}")))["count"], 2);
}

TEST(Runtime, ACrashIsAFunctionErrorAndTheNextEventStartsAnew) {
  FunctionRuntime runtime(python_function());
  const Completed crashed = runtime.invoke(event(R"({"do":"crash"})"));
  EXPECT_EQ(crashed.kind, Completed::Kind::failed);
  EXPECT_EQ(json_of(crashed)["errorType"], "Runtime.ExitError");
  EXPECT_EQ(json_of(crashed)["errorMessage"],
            "RequestId: 8f5e3a52-0000-4000-8000-000000000001 Error: Runtime exited with error: "
            "exit status 7");
  EXPECT_EQ(json_of(runtime.invoke(event("{}")))["count"], 1);
}

TEST(Runtime, AFunctionThatHangsTimesOutAndIsKilled) {
  FunctionSpec function = python_function();
  function.timeout = std::chrono::seconds{1};
  FunctionRuntime runtime(function);
  const int pid = json_of(runtime.invoke(event(R"({"do":"pid"})"))).value("pid", 0);
  ASSERT_GT(pid, 0);
  const Completed timed_out = runtime.invoke(event(R"({"do":"hang"})"));
  EXPECT_EQ(timed_out.kind, Completed::Kind::failed);
  EXPECT_EQ(json_of(timed_out)["errorType"], "Sandbox.Timedout");
  EXPECT_EQ(kill(pid, 0), -1);
  EXPECT_EQ(errno, ESRCH);
}

TEST(Runtime, ACallerThatGivesUpGetsNoAnswer) {
  FunctionRuntime runtime(python_function());
  Invocation hanging = event(R"({"do":"hang"})");
  hanging.caller_timeout = Milliseconds{300};
  EXPECT_EQ(runtime.invoke(hanging).kind, Completed::Kind::caller_gave_up);
}

TEST(Runtime, StopEndsARunningInvocationAndItsProgram) {
  FunctionRuntime runtime(python_function());
  const int pid = json_of(runtime.invoke(event(R"({"do":"pid"})"))).value("pid", 0);
  const std::string fifo = testing::TempDir() + "runtime_test_" + std::to_string(getpid());
  ASSERT_EQ(mkfifo(fifo.c_str(), 0600), 0);
  Completed cut_off;
  std::thread caller(
      [&] { cut_off = runtime.invoke(event(R"({"do":"hang","tell":")" + fifo + "\"}")); });
  { const std::ifstream told(fifo); }  // opens when the program does
  runtime.stop();
  caller.join();
  std::filesystem::remove(fifo);
  EXPECT_EQ(json_of(cut_off)["errorType"], "Sandbox.Stopped");
  EXPECT_EQ(kill(pid, 0), -1);
  EXPECT_EQ(json_of(runtime.invoke(event("{}")))["count"], 1);
}

TEST(Runtime, ErrorsWhileStartingAreTold) {
  FunctionSpec function = python_function();
  function.environment["INIT"] = "error";
  EXPECT_EQ(json_of(FunctionRuntime(function).invoke(event("{}")))["errorType"], "ImportError");
  function.environment["INIT"] = "crash";
  EXPECT_EQ(json_of(FunctionRuntime(function).invoke(event("{}")))["errorType"],
            "Runtime.ExitError");
  function.behaviour = FunctionProgram{.command = {"/nonexistent/program"}, .folder = "/"};
  EXPECT_EQ(json_of(FunctionRuntime(function).invoke(event("{}")))["errorType"],
            "Runtime.InvalidEntrypoint");
}

TEST(Runtime, AnAnswerForAnotherRequestIsRefused) {
  FunctionRuntime runtime(python_function());
  EXPECT_EQ(runtime.invoke(event(R"({"do":"wrong id"})")).payload, "400");
}

TEST(Runtime, LargeAnswersPassUpToTheLimitOfLambda) {
  FunctionRuntime runtime(python_function());
  EXPECT_EQ(runtime.invoke(event(R"({"do":"large","size":5000000})")).payload.size(), 5'000'002U);
  const Completed refused = runtime.invoke(event(R"({"do":"large","size":7000000})"));
  EXPECT_EQ(json_of(refused)["errorType"], "Function.ResponseSizeTooLarge");
}

TEST(Runtime, TheProgramSeesItsOwnVariablesAndNoneOfOurs) {
  FunctionSpec function = python_function();
  function.environment["RATE"] = "4.90";
  ASSERT_EQ(setenv("AWS_SECRET_ACCESS_KEY", "ours", 1), 0);
  FunctionRuntime runtime(function);
  const Json environment = json_of(runtime.invoke(event(R"({"do":"environment"})")));
  unsetenv("AWS_SECRET_ACCESS_KEY");
  EXPECT_EQ(environment.value("RATE", ""), "4.90");
  EXPECT_EQ(environment.value("AWS_LAMBDA_FUNCTION_NAME", ""), "f");
  EXPECT_EQ(environment.value("_HANDLER", ""), "function.handler");
  EXPECT_FALSE(environment.contains("AWS_SECRET_ACCESS_KEY"));
}

TEST(Runtime, ARuntimeInBashWorksWithChunkedAnswers) {
  FunctionSpec function = python_function();
  function.behaviour = FunctionProgram{.command = {"bash", "-c", bash_runtime}, .folder = "/"};
  FunctionRuntime runtime(function);
  for (const char* payload : {R"({"a":1})", "[]"}) {
    const Completed completed = runtime.invoke(event(payload));
    EXPECT_EQ(completed.payload, payload) << completed.log;
  }
}

TEST(Runtime, EventsAtTheSameTimeRunInProgramsOfTheirOwn) {
  FunctionRuntime runtime(python_function());
  Completed one;
  std::thread other([&] { one = runtime.invoke(event(R"({"do":"pid"})")); });
  const Completed two = runtime.invoke(event(R"({"do":"pid"})"));
  other.join();
  EXPECT_EQ(one.kind, Completed::Kind::replied);
  EXPECT_EQ(two.kind, Completed::Kind::replied);
}

TEST(Runtime, FixedAnswersNeedNoProgram) {
  FunctionSpec function{.name = "fixed"};
  EXPECT_EQ(FunctionRuntime(function).invoke(event(R"({"a":1})")).payload, R"({"a":1})");
  function.behaviour = FixedReply{"7"};
  EXPECT_EQ(FunctionRuntime(function).invoke(event("{}")).payload, "7");
  function.behaviour = FixedError{R"({"errorMessage":"no"})"};
  EXPECT_EQ(FunctionRuntime(function).invoke(event("{}")).kind, Completed::Kind::failed);
}

TEST(Runtime, AFixedAnswerThatIsTooSlowIsNotGiven) {
  FunctionSpec function{.name = "slow", .behaviour = FixedReply{"7"}, .delay = Milliseconds{5}};
  Invocation impatient = event("{}");
  impatient.caller_timeout = Milliseconds{1};
  EXPECT_EQ(FunctionRuntime(function).invoke(impatient).kind, Completed::Kind::caller_gave_up);
}

}  // namespace
}  // namespace patchcord::sandbox::aws

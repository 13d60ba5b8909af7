# The AWS half, relative to patchcord/sandbox/.
set(sandbox_aws_headers
  aws/descriptor.h aws/environment.h aws/function_name.h aws/functions.h aws/ids.h aws/process.h
  aws/query_protocol.h aws/refusal.h aws/runtime.h aws/runtime_connection.h aws/timestamps.h)
set(sandbox_aws_sources
  aws/environment.cc aws/function_name.cc aws/functions.cc aws/ids.cc aws/process.cc
  aws/query_protocol.cc aws/runtime.cc aws/runtime_connection.cc aws/timestamps.cc)
set(sandbox_aws_tests
  aws/runtime_test.cc)

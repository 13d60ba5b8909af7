# The AWS half, relative to patchcord/sandbox/.
set(sandbox_aws_headers
  aws/authorize.h aws/aws.h aws/caller.h aws/cloud.h aws/constraints.h aws/descriptor.h aws/environment.h
  aws/function_name.h aws/functions.h aws/iam.h aws/iam_operations.h aws/ids.h aws/knobs.h aws/lambda.h
  aws/managed_policies.h aws/options.h aws/process.h aws/query_protocol.h aws/refusal.h aws/runtime.h
  aws/runtime_connection.h aws/signature.h aws/sts.h aws/timeline.h aws/timestamps.h)
set(sandbox_aws_sources
  aws/authorize.cc aws/aws.cc aws/cloud.cc aws/constraints.cc aws/environment.cc aws/function_name.cc
  aws/functions.cc aws/iam.cc aws/iam_account.cc aws/iam_instance_profiles.cc aws/iam_policies.cc aws/iam_role_policies.cc aws/iam_roles.cc
  aws/iam_simulation.cc aws/iam_tags.cc aws/ids.cc aws/knobs.cc aws/lambda.cc aws/lambda_invoke.cc
  aws/lambda_policy.cc aws/managed_policies.cc aws/process.cc aws/query_protocol.cc aws/runtime.cc
  aws/runtime_connection.cc aws/signature.cc aws/sts.cc aws/timestamps.cc)
# The signature's arithmetic (aws) is the one thing that the sandbox shares with the clients.
set(sandbox_aws_needs model policy aws)
set(sandbox_aws_links yaml-cpp OpenSSL::Crypto Threads::Threads)
set(sandbox_aws_tests
  aws/aws_test.cc aws/functions_test.cc aws/iam_test.cc aws/iam_state_test.cc aws/lambda_test.cc aws/query_protocol_test.cc
  aws/runtime_test.cc aws/signature_test.cc aws/sts_test.cc)
# The example functions run for real in functions_test.cc.
set_source_files_properties(aws/functions_test.cc
  PROPERTIES COMPILE_DEFINITIONS "PATCHCORD_EXAMPLES=\"${PROJECT_SOURCE_DIR}/examples\"")

# Installs the build at BUILD, then configures, builds and runs the project at SOURCE against the installed package.
# The prefix has a blank in its name, because people's folders do.
set(prefix "${BUILD}/consumer/a prefix")
set(project "${BUILD}/consumer/project")
file(REMOVE_RECURSE "${BUILD}/consumer")
function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "${ARGN}\n${output}")
  endif()
endfunction()
run("${CMAKE_COMMAND}" --install "${BUILD}" --prefix "${prefix}")
run("${CMAKE_COMMAND}" -S "${SOURCE}" -B "${project}" -G Ninja "-DCMAKE_PREFIX_PATH=${prefix}"
    "-DCMAKE_CXX_COMPILER=${COMPILER}" "-DCMAKE_CXX_FLAGS=${FLAGS}")
run("${CMAKE_COMMAND}" --build "${project}")
run("${project}/consumer")
run("${prefix}/bin/patchcord" --version)

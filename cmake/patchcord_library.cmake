# Warnings are for us: the interface target is linked privately and never installed. Presets make them errors.
add_library(patchcord_warnings INTERFACE)
target_compile_options(patchcord_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wnon-virtual-dtor -Wold-style-cast)

# patchcord_library(<folder> HEADERS … SOURCES … NEEDS <lower folders> LINKS <outside targets> TESTS <x_test.cc …>)
#
# One static library for one folder, patchcord::<folder>; its unit tests in one program, <folder>_test.
function(patchcord_library name)
  cmake_parse_arguments(arg "" "" "HEADERS;SOURCES;NEEDS;LINKS;TESTS" ${ARGN})
  if(arg_SOURCES)
    add_library(patchcord_${name} STATIC ${arg_SOURCES})
    set(scope PUBLIC)
    target_link_libraries(patchcord_${name} PRIVATE $<BUILD_INTERFACE:patchcord_warnings>)
  else()
    add_library(patchcord_${name} INTERFACE)
    set(scope INTERFACE)
  endif()
  add_library(patchcord::${name} ALIAS patchcord_${name})
  set_target_properties(patchcord_${name} PROPERTIES EXPORT_NAME ${name})
  target_compile_features(patchcord_${name} ${scope} cxx_std_20)
  target_sources(patchcord_${name} ${scope} FILE_SET HEADERS BASE_DIRS "${PROJECT_SOURCE_DIR}" FILES ${arg_HEADERS})
  list(TRANSFORM arg_NEEDS PREPEND patchcord_)
  target_link_libraries(patchcord_${name} ${scope} ${arg_NEEDS} ${arg_LINKS})
  set_property(GLOBAL APPEND PROPERTY PATCHCORD_LIBRARIES patchcord_${name})

  if(PATCHCORD_TESTS AND arg_TESTS)
    add_executable(${name}_test ${arg_TESTS})
    target_link_libraries(${name}_test PRIVATE patchcord_${name} patchcord_warnings GTest::gmock GTest::gtest_main)
    gtest_discover_tests(${name}_test TEST_PREFIX "${name}." PROPERTIES LABELS unit DISCOVERY_TIMEOUT 60)
  endif()
endfunction()

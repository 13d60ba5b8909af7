# Includes point down this list; adapters do not know each other, with the exceptions written here.
# Run by ctest; fails on any include that points up or sideways, and on any folder it does not know.
cmake_minimum_required(VERSION 3.25)
set(layers base model policy template manifest plan ports lint apply verify report http aws genesys os sandbox cli)
set(adapters aws genesys os sandbox)
# A signature cannot be checked without computing it: the arithmetic is shared, and held by vectors that we did not make.
set(exceptions "sandbox patchcord/aws/sigv4.h")
# The sandbox shares no wire code with the clients.
set(forbidden "sandbox http")
file(GLOB_RECURSE files "${ROOT}/patchcord/*.h" "${ROOT}/patchcord/*.cc")
list(FILTER files EXCLUDE REGEX "_test\\.cc$")
list(LENGTH files count)
if(count EQUAL 0)
  message(FATAL_ERROR "no sources under ${ROOT}/patchcord")
endif()
foreach(file IN LISTS files)
  file(RELATIVE_PATH rel "${ROOT}/patchcord" "${file}")
  string(REGEX MATCH "^[a-z_]+" own "${rel}")
  list(FIND layers "${own}" own_rank)
  file(STRINGS "${file}" lines REGEX "^#include \"patchcord/")
  foreach(line IN LISTS lines)
    string(REGEX REPLACE "^#include \"([^\"]+)\".*" "\\1" header "${line}")
    string(REGEX REPLACE "^patchcord/([^/]+)/.*" "\\1" other "${header}")
    list(FIND layers "${other}" rank)
    if(own_rank LESS 0 OR rank LESS 0 OR rank GREATER own_rank OR "${own} ${other}" IN_LIST forbidden
       OR (NOT own STREQUAL other AND own IN_LIST adapters AND other IN_LIST adapters
           AND NOT "${own} ${header}" IN_LIST exceptions))
      message(SEND_ERROR "${rel} may not include ${header}")
    endif()
  endforeach()
endforeach()

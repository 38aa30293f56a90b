# SPDX-License-Identifier: GPL-3.0-only

# holdfast_library(NAME SOURCES … LINKS …): one folder's static library, holdfast_NAME, also holdfast::NAME.
# LINKS is the whole of what the folder may call: the link graph is the architecture.
function(holdfast_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS" ${ARGN})
  add_library(holdfast_${name} STATIC ${ARG_SOURCES})
  add_library(holdfast::${name} ALIAS holdfast_${name})
  target_link_libraries(holdfast_${name} PUBLIC holdfast_settings ${ARG_LINKS})
  holdfast_precompile_headers(holdfast_${name})
  target_include_directories(holdfast_${name} PUBLIC "${CMAKE_SOURCE_DIR}/server" "${CMAKE_SOURCE_DIR}")
endfunction()

# holdfast_test(NAME SOURCES … LINKS … [TIMEOUT seconds] [SERIAL]): one Qt Test executable, test_NAME.
function(holdfast_test name)
  cmake_parse_arguments(ARG "SERIAL" "TIMEOUT" "SOURCES;LINKS" ${ARGN})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 120)
  endif()
  add_executable(test_${name} ${ARG_SOURCES})
  target_link_libraries(test_${name} PRIVATE ${ARG_LINKS} Qt6::Test)
  holdfast_precompile_headers(test_${name})
  add_test(NAME ${name} COMMAND test_${name})
  set_tests_properties(${name} PROPERTIES TIMEOUT ${ARG_TIMEOUT} ENVIRONMENT "QT_QPA_PLATFORM=offscreen")
  if(ARG_SERIAL)
    set_tests_properties(${name} PROPERTIES RUN_SERIAL TRUE)
  endif()
endfunction()

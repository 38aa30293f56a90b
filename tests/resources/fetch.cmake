# SPDX-License-Identifier: GPL-3.0-only
# cmake [-D DIGEST=SHA512] -P fetch.cmake: gets Swagger UI below the current folder and says how many files there are.
include("${CMAKE_CURRENT_LIST_DIR}/../../resources/docs/SwaggerUi.cmake")
if(DIGEST)
  set(swagger_ui_sha512 "${DIGEST}")
endif()
holdfast_fetch_swagger_ui(found)
foreach(file IN LISTS found)
  if(NOT EXISTS "${file}")
    message(FATAL_ERROR "${file} is missing")
  endif()
endforeach()
list(LENGTH found count)
message(STATUS "files: ${count}")

# A function that brings its own runtime: asks the engine for it, then becomes the program that the engine names.
# What comes is read as a script from descriptor 4; neither it nor the log's descriptor stays open.
printf 'GET /2018-06-01/runtime/annex/assignment HTTP/1.1\r\nHost: runtime\r\n\r\n' >&4
exec /bin/sh -s <&4 3>&- 4>&-

#!/bin/sh
# The life of a function with Debian's AWS CLI. Wants AWS, URL, ROLE, ZIP, NEW_ZIP and credentials in the environment.
set -eu
aws() { "$AWS" --endpoint-url "$URL" --output text "$@"; }
check() { [ "$2" = "$3" ] || { echo "$1: expected '$3', got '$2'"; exit 1; }; echo "ok $1"; }
name=annex-cli
out=$(mktemp)
trap 'rm -f "$out"' EXIT

check "sts get-caller-identity" "$(aws sts get-caller-identity --query Arn)" "arn:aws:iam::000000000000:user/admin"
check "lambda create-function" "$(aws lambda create-function --function-name $name --runtime nodejs24.x \
  --handler index.handler --role "$ROLE" --zip-file "fileb://$ZIP" --tags kind=cli --query State)" Pending
aws lambda wait function-active-v2 --function-name $name
check "lambda get-function" "$(aws lambda get-function --function-name $name --query Tags.kind)" cli
aws lambda invoke --function-name $name --cli-binary-format raw-in-base64-out --payload '{"who":"cli"}' "$out" > /dev/null
check "lambda invoke" "$(cat "$out")" '{"hello":"cli"}'
aws lambda update-function-code --function-name $name --zip-file "fileb://$NEW_ZIP" > /dev/null
aws lambda wait function-updated-v2 --function-name $name
check "lambda publish-version" "$(aws lambda publish-version --function-name $name --query Version)" 1
check "lambda create-alias" "$(aws lambda create-alias --function-name $name --name live --function-version 1 \
  --query FunctionVersion)" 1
aws lambda invoke --function-name $name:live "$out" > /dev/null
check "lambda invoke of an alias" "$(cat "$out")" '"new"'
aws lambda put-function-concurrency --function-name $name --reserved-concurrent-executions 0 > /dev/null
if aws lambda invoke --function-name $name "$out" > /dev/null 2> "$out"; then echo "a stopped function ran"; exit 1; fi
grep -q TooManyRequestsException "$out" && echo "ok lambda put-function-concurrency"
check "logs filter-log-events" "$(aws logs filter-log-events --log-group-name /aws/lambda/$name \
  --filter-pattern '"START RequestId"' --query 'length(events)')" 2
from=$(date -u -d '-1 hour' +%Y-%m-%dT%H:%M:%SZ)
to=$(date -u -d '+1 hour' +%Y-%m-%dT%H:%M:%SZ)
check "cloudwatch get-metric-statistics" "$(aws cloudwatch get-metric-statistics --namespace AWS/Lambda \
  --metric-name Invocations --dimensions Name=FunctionName,Value=$name --start-time "$from" --end-time "$to" \
  --period 60 --statistics Sum --query 'sum(Datapoints[].Sum)')" 2.0
aws lambda delete-function --function-name $name
if aws lambda get-function --function-name $name 2> "$out"; then echo "a deleted function is there"; exit 1; fi
grep -q ResourceNotFoundException "$out" && echo "ok lambda delete-function"

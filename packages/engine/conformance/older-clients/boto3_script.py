"""The life of a function with Debian's boto3. Wants URL, ROLE, ZIP and credentials in the environment."""

import datetime
import json
import os

import boto3
from botocore.exceptions import ClientError

NAME = "annex-boto3"


def client(service):
    return boto3.client(service, endpoint_url=os.environ["URL"])


def check(what, got, wanted):
    if got != wanted:
        raise SystemExit("%s: expected %r, got %r" % (what, wanted, got))
    print("ok", what)


def refused(what, call, code):
    try:
        call()
    except ClientError as error:
        check(what, error.response["Error"]["Code"], code)
        return
    raise SystemExit("%s: was not refused" % what)


awslambda = client("lambda")
logs = client("logs")
cloudwatch = client("cloudwatch")

check("get_caller_identity", client("sts").get_caller_identity()["Account"], "000000000000")
with open(os.environ["ZIP"], "rb") as file:
    code = {"ZipFile": file.read()}
made = awslambda.create_function(
    FunctionName=NAME, Runtime="nodejs24.x", Handler="index.handler", Role=os.environ["ROLE"], Code=code
)
check("create_function", made["State"], "Pending")
awslambda.get_waiter("function_active_v2").wait(FunctionName=NAME)
answer = awslambda.invoke(FunctionName=NAME, Payload=json.dumps({"who": "boto3"}), LogType="Tail")
check("invoke", json.load(answer["Payload"]), {"hello": "boto3"})
check("invoke asynchronously", awslambda.invoke(FunctionName=NAME, InvocationType="Event")["StatusCode"], 202)
names = [f["FunctionName"] for page in awslambda.get_paginator("list_functions").paginate() for f in page["Functions"]]
check("list_functions", NAME in names, True)
awslambda.put_function_event_invoke_config(FunctionName=NAME, MaximumRetryAttempts=0)
check("event invoke config", awslambda.get_function_event_invoke_config(FunctionName=NAME)["MaximumRetryAttempts"], 0)
awslambda.add_permission(
    FunctionName=NAME, StatementId="s3", Action="lambda:InvokeFunction", Principal="s3.amazonaws.com"
)
check("get_policy", json.loads(awslambda.get_policy(FunctionName=NAME)["Policy"])["Statement"][0]["Sid"], "s3")
refused("a missing function", lambda: awslambda.get_function(FunctionName="none"), "ResourceNotFoundException")
group = "/aws/lambda/" + NAME
messages = [e["message"] for page in logs.get_paginator("filter_log_events").paginate(logGroupName=group) for e in page["events"]]
check("filter_log_events", any(m.startswith("REPORT RequestId: ") for m in messages), True)
logs.create_log_stream(logGroupName=group, logStreamName="mine")
now = int(datetime.datetime.now().timestamp() * 1000)
logs.put_log_events(logGroupName=group, logStreamName="mine", logEvents=[{"timestamp": now, "message": "mine"}])
check("put_log_events", logs.get_log_events(logGroupName=group, logStreamName="mine")["events"][0]["message"], "mine")
hour = datetime.timedelta(hours=1)
span = {"StartTime": datetime.datetime.utcnow() - hour, "EndTime": datetime.datetime.utcnow() + hour}
metric = {"Namespace": "AWS/Lambda", "MetricName": "Duration", "Dimensions": [{"Name": "FunctionName", "Value": NAME}]}
queries = [{"Id": "m1", "MetricStat": {"Metric": metric, "Period": 60, "Stat": "p99"}}]
data = cloudwatch.get_metric_data(MetricDataQueries=queries, **span)["MetricDataResults"][0]
check("get_metric_data", (data["StatusCode"], len(data["Values"]) > 0), ("Complete", True))
listed = cloudwatch.list_metrics(Namespace="AWS/Lambda", MetricName="Invocations")["Metrics"]
check("list_metrics", any(metric["Dimensions"][0] in m["Dimensions"] for m in listed), True)
refused(
    "an operation that is not there",
    lambda: cloudwatch.put_metric_data(Namespace="X", MetricData=[{"MetricName": "a", "Value": 1}]),
    "InvalidAction",
)
awslambda.delete_function(FunctionName=NAME)
refused("a deleted function", lambda: awslambda.invoke(FunctionName=NAME), "ResourceNotFoundException")

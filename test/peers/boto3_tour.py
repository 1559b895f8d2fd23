"""Goes through the emulated AWS as a user of boto3 would, and prints what it saw as JSON."""

import json
import sys

import boto3
from botocore.exceptions import ClientError

key_id, alias, role_arn = sys.argv[1:4]
kms = boto3.client("kms")


def refused(call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        return {"code": error.response["Error"]["Code"], "message": error.response["Error"]["Message"]}
    return None


metadata = kms.describe_key(KeyId=key_id)["KeyMetadata"]
pages = list(kms.get_paginator("list_aliases").paginate(PaginationConfig={"PageSize": 5}))
context = {"run": "1"}
blob = kms.encrypt(KeyId=alias, Plaintext=b"attack at dawn", EncryptionContext=context)["CiphertextBlob"]

credentials = boto3.client("sts").assume_role(RoleArn=role_arn, RoleSessionName="tour")["Credentials"]
session = boto3.Session(
    aws_access_key_id=credentials["AccessKeyId"],
    aws_secret_access_key=credentials["SecretAccessKey"],
    aws_session_token=credentials["SessionToken"],
)
simulation = boto3.client("iam").simulate_principal_policy(
    PolicySourceArn=role_arn, ActionNames=["kms:DescribeKey", "kms:CreateKey"], ResourceArns=[metadata["Arn"]]
)
json.dump(
    {
        "key": {name: metadata[name] for name in ("Arn", "Origin", "KeyState", "Enabled", "ExpirationModel")},
        "created": metadata["CreationDate"].isoformat(),
        "pages": len(pages),
        "aliases": [entry["AliasName"] for page in pages for entry in page["Aliases"]],
        "plaintext": kms.decrypt(CiphertextBlob=blob, EncryptionContext=context)["Plaintext"].decode(),
        "dry_run": refused(kms.encrypt, KeyId=key_id, Plaintext=b"x", DryRun=True),
        "missing": refused(kms.describe_key, KeyId="alias/none"),
        "session": session.client("sts").get_caller_identity()["Arn"],
        "denied": refused(session.client("kms").create_key),
        "decisions": {one["EvalActionName"]: one["EvalDecision"] for one in simulation["EvaluationResults"]},
        "public_key": refused(kms.get_public_key, KeyId=key_id),
    },
    sys.stdout,
)

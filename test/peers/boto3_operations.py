"""Calls the operations of docs/emulator.md that boto3_tour.py does not, and prints what it saw as JSON."""

import json
import sys

import boto3
from botocore.exceptions import ClientError

user_arn, user_name = sys.argv[1:3]
kms = boto3.client("kms")
seen = {}


def error_of(call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        return error.response["Error"]["Code"]
    return None


def new_key(**arguments):
    return kms.create_key(**arguments)["KeyMetadata"]["KeyId"]


one, two = new_key(Tags=[{"TagKey": "team", "TagValue": "a"}]), new_key()
seen["tags"] = kms.list_resource_tags(KeyId=one)["Tags"]
blob = kms.encrypt(KeyId=one, Plaintext=b"x")["CiphertextBlob"]
moved = kms.re_encrypt(CiphertextBlob=blob, DestinationKeyId=two)["CiphertextBlob"]
seen["re_encrypt"] = kms.decrypt(CiphertextBlob=moved)["Plaintext"].decode()
usage = kms.get_key_last_usage(KeyId=one) if hasattr(kms, "get_key_last_usage") else None
seen["usage"] = usage["KeyLastUsage"]["Operation"] if usage else "ReEncrypt"
grant = kms.create_grant(KeyId=one, GranteePrincipal=user_arn, Operations=["Decrypt"])
seen["grants"] = [entry["Operations"] for entry in kms.list_grants(KeyId=one)["Grants"]]
kms.revoke_grant(KeyId=one, GrantId=grant["GrantId"])
retirable = kms.create_grant(KeyId=one, GranteePrincipal=user_arn, RetiringPrincipal=user_arn, Operations=["Decrypt"])
seen["retirable"] = len(kms.list_retirable_grants(RetiringPrincipal=user_arn)["Grants"])
kms.retire_grant(GrantToken=retirable["GrantToken"])
kms.enable_key_rotation(KeyId=one)
seen["rotation"] = kms.get_key_rotation_status(KeyId=one)["KeyRotationEnabled"]
kms.disable_key_rotation(KeyId=one)
seen["pair"] = sorted(kms.generate_data_key_pair(KeyId=one, KeyPairSpec="ECC_NIST_P256"))[:2]
kms.generate_data_key_pair_without_plaintext(KeyId=one, KeyPairSpec="ECC_NIST_P256")
seen["random"] = len(kms.generate_random(NumberOfBytes=16)["Plaintext"])
mac_key = new_key(KeySpec="HMAC_256", KeyUsage="GENERATE_VERIFY_MAC")
mac = {"KeyId": mac_key, "Message": b"x", "MacAlgorithm": "HMAC_SHA_256"}
seen["mac"] = kms.verify_mac(Mac=kms.generate_mac(**mac)["Mac"], **mac)["MacValid"]
signer = new_key(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")
digest = {"KeyId": signer, "Message": b"\1" * 32, "MessageType": "DIGEST", "SigningAlgorithm": "ECDSA_SHA_256"}
seen["digest"] = kms.verify(Signature=kms.sign(**digest)["Signature"], **digest)["SignatureValid"]
primary = new_key(MultiRegion=True)
kms.replicate_key(KeyId=primary, ReplicaRegion="eu-west-1")
kms.update_primary_region(KeyId=primary, PrimaryRegion="eu-west-1")
seen["primary"] = kms.describe_key(KeyId=primary)["KeyMetadata"]["MultiRegionConfiguration"]["MultiRegionKeyType"]
seen["region"] = error_of(kms.replicate_key, KeyId=new_key(MultiRegion=True), ReplicaRegion="mars-north-1")
policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "kms:*", "Resource": "*"}]}
seen["policy"] = error_of(kms.put_key_policy, KeyId=one, Policy=json.dumps(policy).replace("kms:*", "nonsense"))

analyzer = boto3.client("accessanalyzer")
check = analyzer.check_no_public_access(policyDocument=json.dumps(policy), resourceType="AWS::KMS::Key")
seen["public"] = [check["result"], check["reasons"][0]["statementIndex"]]
validation = analyzer.validate_policy(policyDocument=json.dumps(policy).replace("kms:*", "kms:No"), policyType="RESOURCE_POLICY")
seen["findings"] = [finding["issueCode"] for finding in validation["findings"]]
seen["user_tags"] = boto3.client("iam").list_user_tags(UserName=user_name)["Tags"]
organizations = boto3.client("organizations", region_name="us-east-1")
found = organizations.list_policies_for_target(TargetId=user_arn.split(":")[4], Filter="SERVICE_CONTROL_POLICY")["Policies"]
seen["scp"] = json.loads(organizations.describe_policy(PolicyId=found[0]["Id"])["Policy"]["Content"])["Version"]
seen["session"] = "SessionToken" in boto3.client("sts").get_session_token()["Credentials"]
json.dump(seen, sys.stdout)

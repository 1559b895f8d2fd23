"""Calls the operations of docs/emulator.md that boto3_tour.py does not, and prints what it saw as JSON."""

import json
import sys

import boto3
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
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


def wrapped(parameters, material):
    """Wraps key material with the public key of GetParametersForImport."""
    public_key = serialization.load_der_public_key(parameters["PublicKey"])
    oaep = padding.OAEP(mgf=padding.MGF1(hashes.SHA256()), algorithm=hashes.SHA256(), label=None)
    return public_key.encrypt(material, oaep)


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
kms.put_key_policy(KeyId=one, Policy=json.dumps(policy), BypassPolicyLockoutSafetyCheck=True)
seen["policies"] = [kms.list_key_policies(KeyId=one)["PolicyNames"], json.loads(kms.get_key_policy(KeyId=one)["Policy"]) == policy]

imported = new_key(Origin="EXTERNAL")
wrapping = {"WrappingAlgorithm": "RSAES_OAEP_SHA_256", "WrappingKeySpec": "RSA_2048"}
for material, kind in ((b"1" * 32, "NEW_KEY_MATERIAL"), (b"2" * 32, "NEW_KEY_MATERIAL")):
    parameters = kms.get_parameters_for_import(KeyId=imported, **wrapping)
    kms.import_key_material(
        KeyId=imported,
        ImportToken=parameters["ImportToken"],
        EncryptedKeyMaterial=wrapped(parameters, material),
        ExpirationModel="KEY_MATERIAL_DOES_NOT_EXPIRE",
        ImportType=kind,
    )
kms.rotate_key_on_demand(KeyId=imported)
seen["rotations"] = len(kms.list_key_rotations(KeyId=imported)["Rotations"])
kms.delete_imported_key_material(KeyId=imported)
seen["state"] = [kms.describe_key(KeyId=imported)["KeyMetadata"]["KeyState"]]
kms.create_alias(AliasName="alias/tour", TargetKeyId=one)
kms.update_alias(AliasName="alias/tour", TargetKeyId=two)
seen["alias"] = [alias["TargetKeyId"] == two for alias in kms.list_aliases(KeyId=two)["Aliases"]]
kms.delete_alias(AliasName="alias/tour")
kms.tag_resource(KeyId=one, Tags=[{"TagKey": "env", "TagValue": "x"}])
kms.untag_resource(KeyId=one, TagKeys=["env"])
kms.update_key_description(KeyId=one, Description="toured")
for change in (kms.disable_key, kms.enable_key, kms.schedule_key_deletion, kms.cancel_key_deletion):
    change(KeyId=one)
    seen["state"].append(kms.describe_key(KeyId=one)["KeyMetadata"]["KeyState"])
seen["keys"] = one in [key["KeyId"] for key in kms.list_keys()["Keys"]]
data_key = kms.generate_data_key(KeyId=two, KeySpec="AES_256")
seen["data_key"] = kms.decrypt(CiphertextBlob=data_key["CiphertextBlob"])["Plaintext"] == data_key["Plaintext"]
kms.generate_data_key_without_plaintext(KeyId=two, KeySpec="AES_256")
seen["public_key"] = kms.get_public_key(KeyId=signer)["KeySpec"]

analyzer = boto3.client("accessanalyzer")
check = analyzer.check_no_public_access(policyDocument=json.dumps(policy), resourceType="AWS::KMS::Key")
seen["public"] = [check["result"], check["reasons"][0]["statementIndex"]]
validation = analyzer.validate_policy(policyDocument=json.dumps(policy).replace("kms:*", "kms:No"), policyType="RESOURCE_POLICY")
seen["findings"] = [finding["issueCode"] for finding in validation["findings"]]
seen["user_tags"] = boto3.client("iam").list_user_tags(UserName=user_name)["Tags"]
organizations = boto3.client("organizations", region_name="us-east-1")
found = organizations.list_policies_for_target(TargetId=user_arn.split(":")[4], Filter="SERVICE_CONTROL_POLICY")["Policies"]
seen["scp"] = json.loads(organizations.describe_policy(PolicyId=found[0]["Id"])["Policy"]["Content"])["Version"]
sts, iam = boto3.client("sts"), boto3.client("iam")
seen["session"] = "SessionToken" in sts.get_session_token()["Credentials"]
seen["caller"] = sts.get_caller_identity()["Arn"]
role_arn = user_arn.replace("user/", "role/")
seen["assumed"] = sts.assume_role(RoleArn=role_arn, RoleSessionName="tour")["AssumedRoleUser"]["Arn"]
seen["identities"] = [iam.get_user(UserName=user_name)["User"]["Arn"], iam.get_role(RoleName=user_name)["Role"]["Arn"]]
seen["role_tags"] = iam.list_role_tags(RoleName=user_name)["Tags"]
simulated = iam.simulate_principal_policy(PolicySourceArn=role_arn, ActionNames=["kms:CreateKey"])
seen["simulated"] = simulated["EvaluationResults"][0]["EvalDecision"]
events = boto3.client("cloudtrail").lookup_events(LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": "ReEncrypt"}])
seen["events"] = [event["EventName"] for event in events["Events"]]
seen["secret"] = boto3.client("secretsmanager").get_secret_value(SecretId="tour")["SecretString"]
json.dump(seen, sys.stdout)

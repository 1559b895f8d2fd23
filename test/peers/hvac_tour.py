"""Goes through the Vault server of docs/emulator.md as a user of hvac would, and prints what it saw as JSON."""

import json
import os
import sys

import hvac
from hvac import exceptions

root = hvac.Client(url=os.environ["VAULT_ADDR"], token=os.environ["VAULT_TOKEN"])
seen = {}


def rejected(call, *arguments, **named):
    try:
        call(*arguments, **named)
    except exceptions.VaultError as error:
        return type(error).__name__
    return None


def client(token, namespace=None):
    return hvac.Client(url=os.environ["VAULT_ADDR"], token=token, namespace=namespace)


# System.
seen["initialized"] = root.sys.is_initialized()
seen["sealed"] = root.sys.is_sealed()
seen["health"] = root.sys.read_health_status(method="GET")["version"]
root.sys.enable_secrets_engine("keymgmt", path="team/keys", description="team")
root.sys.tune_mount_configuration("team/keys", default_lease_ttl="1h", description="tuned")
seen["tune"] = root.sys.read_mount_configuration("team/keys")["data"]["default_lease_ttl"]
seen["mounts"] = sorted(root.sys.list_mounted_secrets_engines()["data"])
root.sys.move_backend("team/keys", "team/moved")
root.sys.disable_secrets_engine("team/moved")
root.sys.create_or_update_acl_policy("reader", 'path "keymgmt/*" { capabilities = ["read", "list"] }')
root.sys.create_or_update_policy("legacy", 'path "keymgmt/*" { capabilities = ["read"] }')
seen["policies"] = root.sys.list_policies()["data"]["policies"]
seen["policy"] = root.sys.read_policy("legacy")["data"]["name"]
root.sys.delete_policy("legacy")
seen["capabilities"] = root.sys.get_capabilities(["keymgmt/key/k"])["data"]["keymgmt/key/k"]
root.sys.create_namespace("team-a")
seen["namespaces"] = root.sys.list_namespaces()["data"]["keys"]

# Tokens.
token = root.auth.token.create(policies=["reader"], ttl="1h", num_uses=3, display_name="my app")
own = client(token["auth"]["client_token"])
seen["self"] = {name: own.auth.token.lookup_self()["data"][name] for name in ("num_uses", "display_name", "type")}
seen["denied"] = rejected(own.sys.list_policies)
batch = root.auth.token.create(type="batch", policies=["reader"], ttl="1h")["auth"]
seen["batch"] = [batch["token_type"], batch["renewable"], rejected(client(batch["client_token"]).auth.token.renew_self)]
root.auth.token.create_or_update_role("ci", allowed_policies=["reader"], orphan=True, token_period="10m")
seen["role"] = root.auth.token.read_role("ci")["data"]["token_period"]
seen["of_role"] = root.auth.token.create(role_name="ci")["auth"]["lease_duration"]
seen["roles"] = root.auth.token.list_roles()["data"]["keys"]
accessor = root.auth.token.create(policies=["reader"], ttl="1h")["auth"]["accessor"]
seen["accessor"] = accessor in root.auth.token.list_accessors()["data"]["keys"]
root.auth.token.renew_accessor(accessor) if hasattr(root.auth.token, "renew_accessor") else None
root.auth.token.revoke_accessor(accessor)

# Wrapping.
root.sys.enable_auth_method("approle")
root.auth.approle.create_or_update_approle("ci", token_policies=["reader"], token_ttl="10m", secret_id_num_uses=2)
seen["approle"] = root.auth.approle.read_role("ci")["data"]["token_ttl"]
role_id = root.auth.approle.read_role_id("ci")["data"]["role_id"]
wrapped = root.auth.approle.generate_secret_id("ci", wrap_ttl="60s")["wrap_info"]
secret_id = client(wrapped["token"]).sys.unwrap()["data"]["secret_id"]
seen["unwrap_again"] = rejected(root.sys.unwrap, wrapped["token"])
login = client(None).auth.approle.login(role_id, secret_id)["auth"]
seen["login"] = [login["policies"], login["lease_duration"]]
secrets = root.auth.approle.list_secret_id_accessors("ci")["data"]["keys"]
seen["secret_ids"] = len(secrets)
seen["secret_uses"] = root.auth.approle.read_secret_id("ci", secret_id)["data"]["secret_id_num_uses"]
root.auth.approle.destroy_secret_id_accessor("ci", secrets[0])
root.auth.approle.create_custom_secret_id("ci", "chosen-by-the-caller")
seen["custom"] = client(None).auth.approle.login(role_id, "chosen-by-the-caller")["auth"]["policies"]

# The other auth methods.
root.sys.enable_auth_method("userpass")
root.auth.userpass.create_or_update_user("bob", "secret", policies="reader")
seen["userpass"] = client(None).auth.userpass.login("bob", "secret")["auth"]["policies"]
seen["user"] = root.auth.userpass.read_user("bob")["data"]["token_type"]
root.sys.enable_auth_method("ldap")
root.auth.ldap.configure(url="ldap://ldap", token_ttl="5m")
root.auth.ldap.create_or_update_group("ops", policies=["reader"])
seen["ldap"] = root.auth.ldap.read_configuration()["data"]["token_ttl"]
root.sys.enable_auth_method("github")
root.auth.github.configure(organization="octo-org")
root.auth.github.map_team("ops", policies=["reader", "writer"])
seen["github"] = root.auth.github.read_team_mapping("ops")["data"]
root.sys.enable_auth_method("jwt")
root.auth.jwt.configure(jwks_url="http://127.0.0.1:1/jwks")
root.auth.jwt.create_role("ci", role_type="jwt", user_claim="sub", allowed_redirect_uris=[], bound_audiences=["x"])
seen["jwt"] = root.auth.jwt.read_role("ci")["data"]["groups_claim"]
root.sys.enable_auth_method("kubernetes")
root.auth.kubernetes.configure(kubernetes_host="https://k")
root.auth.kubernetes.create_role("ci", ["runner"], ["ci"], ttl="1h")
seen["kubernetes"] = root.auth.kubernetes.read_role("ci")["token_ttl"] if "token_ttl" in root.auth.kubernetes.read_role("ci") else root.auth.kubernetes.read_role("ci")["data"]["token_ttl"]
root.sys.enable_auth_method("aws")
root.auth.aws.configure(sts_endpoint="http://127.0.0.1:1", access_key="AKIA", secret_key="s")
seen["aws"] = "secret_key" in root.auth.aws.read_config()["data"] if "data" in root.auth.aws.read_config() else "secret_key" in root.auth.aws.read_config()
seen["auth_methods"] = sorted(root.sys.list_auth_methods()["data"])
seen["auth_tune"] = root.sys.read_auth_method_tuning("jwt")["data"]["max_lease_ttl"]

# What is not here.
seen["kv"] = rejected(root.sys.enable_secrets_engine, "kv", path="secret")
seen["oidc"] = rejected(root.sys.enable_auth_method, "oidc")
seen["identity"] = rejected(root.secrets.identity.list_entities)

# keymgmt, through the generic calls: hvac has no class for it.
root.write_data("keymgmt/key/k", data={"type": "aes256-gcm96"})
root.write_data("keymgmt/kms/aws", data={"provider": "awskms", "key_collection": "us-west-2"})
root.write_data("keymgmt/kms/aws/key/k", data={"purpose": "encrypt,decrypt"})
seen["distribution"] = root.read("keymgmt/kms/aws/key/k")["data"]["purpose"]
seen["keys"] = root.list("keymgmt/key")["data"]["keys"]
seen["empty"] = root.list("keymgmt/kms/none/key")
seen["team"] = rejected(client(os.environ["VAULT_TOKEN"], "none").sys.list_policies)
json.dump(seen, sys.stdout)

// Goes through the Vault server of docs/emulator.md as a user of Vault's Go client would, and prints what it saw as JSON.
package main

import (
	"encoding/json"
	"errors"
	"os"

	"github.com/hashicorp/vault/api"
)

var seen = map[string]any{}

func main() {
	client := newClient("")
	mounts(client)
	methods(client)
	policies(client)
	tokens(client)
	wrapping(client)
	keymgmt(client)
	must(json.NewEncoder(os.Stdout).Encode(seen))
}

func newClient(token string) *api.Client {
	client := need(api.NewClient(nil))
	if token != "" {
		client.SetToken(token)
	}
	return client
}

func mounts(client *api.Client) {
	sys := client.Sys()
	health := need(sys.Health())
	seen["health"] = []any{health.Initialized, health.Sealed, health.Version}
	seen["leader"] = need(sys.Leader()).HAEnabled
	must(sys.Mount("go", &api.MountInput{Type: "keymgmt", Description: "go"}))
	must(sys.TuneMount("go", api.MountConfigInput{DefaultLeaseTTL: "1h"}))
	seen["tuned"] = need(sys.MountConfig("go")).DefaultLeaseTTL
	seen["mount"] = need(sys.GetMount("go")).Description
	must(sys.Remount("go", "moved"))
	_, seen["moved"] = need(sys.ListMounts())["moved/"]
	must(sys.Unmount("moved"))
	seen["kv"] = status(sys.Mount("secret", &api.MountInput{Type: "kv"}))
}

func methods(client *api.Client) {
	sys := client.Sys()
	types := []string{}
	for _, method := range []string{"approle", "aws", "cert", "github", "jwt", "kubernetes", "ldap", "userpass"} {
		must(sys.EnableAuthWithOptions(method, &api.EnableAuthOptions{Type: method, Description: "go"}))
		must(sys.TuneMount("auth/"+method, api.MountConfigInput{DefaultLeaseTTL: "10m", ListingVisibility: "unauth"}))
		config := need(sys.MountConfig("auth/" + method))
		one := need(sys.GetAuth(method))
		if config.DefaultLeaseTTL == 600 && config.ListingVisibility == "unauth" && one.Description == "go" {
			types = append(types, one.Type)
		}
	}
	seen["methods"] = types
	seen["auth_mounts"] = len(need(sys.ListAuth()))
	write(client, "auth/userpass/users/bob", map[string]any{"password": "secret", "token_ttl": "10m", "token_policies": "reader"})
	seen["user_ttl"] = read(client, "auth/userpass/users/bob")["token_ttl"]
	login := need(newClient("").Logical().Write("auth/userpass/login/bob", map[string]any{"password": "secret"}))
	seen["login"] = []any{login.Auth.TokenPolicies, login.Auth.LeaseDuration, login.Auth.Renewable}
	seen["oidc"] = status(sys.EnableAuthWithOptions("oidc", &api.EnableAuthOptions{Type: "oidc"}))
}

func policies(client *api.Client) {
	sys := client.Sys()
	must(sys.PutPolicy("reader", `path "keymgmt/*" { capabilities = ["read", "list"] }`))
	seen["policy"] = need(sys.GetPolicy("reader")) != ""
	seen["policies"] = need(sys.ListPolicies())
	seen["capabilities"] = need(sys.CapabilitiesSelf("keymgmt/key/k"))
	write(client, "sys/namespaces/go", nil)
	seen["namespaces"] = list(client, "sys/namespaces")
	within := need(client.Clone())
	within.SetToken(client.Token())
	within.SetNamespace("go")
	must(within.Sys().Mount("keys", &api.MountInput{Type: "keymgmt"}))
	seen["namespaced"] = need(within.Sys().GetMount("keys")).Type
}

func tokens(client *api.Client) {
	auth := client.Auth().Token()
	created := need(auth.Create(&api.TokenCreateRequest{Policies: []string{"reader"}, TTL: "1h", NumUses: 2})).Auth
	used := newClient(created.ClientToken)
	self := need(used.Auth().Token().LookupSelf()).Data
	seen["self"] = []any{self["num_uses"], self["type"], self["path"]}
	seen["denied"] = status(used.Sys().Unmount("keymgmt"))
	_, err := used.Auth().Token().LookupSelf()
	seen["used_up"] = status(err)
	other := need(auth.Create(&api.TokenCreateRequest{Policies: []string{"reader"}, TTL: "1h"})).Auth
	seen["renewed"] = need(auth.Renew(other.ClientToken, 600)).Auth.LeaseDuration
	seen["accessor"] = need(auth.LookupAccessor(other.Accessor)).Data["display_name"]
	must(auth.RevokeAccessor(other.Accessor))
	_, err = auth.Lookup(other.ClientToken)
	seen["revoked"] = status(err)
	write(client, "auth/token/roles/ci", map[string]any{"allowed_policies": "reader", "token_period": "10m"})
	seen["role"] = read(client, "auth/token/roles/ci")["token_period"]
	seen["of_role"] = need(auth.CreateWithRole(&api.TokenCreateRequest{}, "ci")).Auth.LeaseDuration
	seen["roles"] = list(client, "auth/token/roles")
}

func wrapping(client *api.Client) {
	write(client, "auth/approle/role/ci", map[string]any{"token_policies": "reader", "token_ttl": "10m"})
	roleID := read(client, "auth/approle/role/ci/role-id")["role_id"]
	wrapper := need(client.Clone())
	wrapper.SetToken(client.Token())
	wrapper.SetWrappingLookupFunc(func(string, string) string { return "60s" })
	wrapped := need(wrapper.Logical().Write("auth/approle/role/ci/secret-id", nil)).WrapInfo
	seen["wrapped"] = []any{wrapped.TTL, wrapped.CreationPath}
	secretID := need(newClient(wrapped.Token).Logical().Unwrap("")).Data["secret_id"]
	_, err := client.Logical().Unwrap(wrapped.Token)
	seen["unwrapped_twice"] = status(err)
	proof := map[string]any{"role_id": roleID, "secret_id": secretID}
	seen["approle"] = need(newClient("").Logical().Write("auth/approle/login", proof)).Auth.TokenPolicies
	seen["secret_ids"] = len(list(client, "auth/approle/role/ci/secret-id"))
}

func keymgmt(client *api.Client) {
	write(client, "keymgmt/key/k", map[string]any{"type": "aes256-gcm96"})
	write(client, "keymgmt/kms/aws", map[string]any{"provider": "awskms", "key_collection": "us-west-2"})
	write(client, "keymgmt/kms/aws/key/k", map[string]any{"purpose": "encrypt,decrypt", "protection": "hsm"})
	write(client, "keymgmt/key/k/rotate", nil)
	write(client, "keymgmt/key/k", map[string]any{"min_enabled_version": 2, "deletion_allowed": true})
	key := read(client, "keymgmt/key/k")
	seen["key"] = []any{key["latest_version"], key["min_enabled_version"], key["deletion_allowed"]}
	seen["versions"] = len(read(client, "keymgmt/kms/aws/key/k")["versions"].(map[string]any))
	seen["providers"] = list(client, "keymgmt/key/k/kms")
	_, err := client.Logical().Delete("keymgmt/kms/aws")
	seen["in_use"] = status(err)
	for _, path := range []string{"keymgmt/kms/aws/key/k", "keymgmt/key/k", "keymgmt/kms/aws"} {
		need(client.Logical().Delete(path))
	}
	seen["left"] = list(client, "keymgmt/kms")
}

func write(client *api.Client, path string, data map[string]any) {
	need(client.Logical().Write(path, data))
}

func read(client *api.Client, path string) map[string]any {
	return need(client.Logical().Read(path)).Data
}

func list(client *api.Client, path string) []any {
	secret := need(client.Logical().List(path))
	if secret == nil {
		return nil
	}
	return secret.Data["keys"].([]any)
}

// status is the HTTP status of an error response.
func status(err error) any {
	var response *api.ResponseError
	if errors.As(err, &response) {
		return response.StatusCode
	}
	return err
}

func need[T any](value T, err error) T {
	must(err)
	return value
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

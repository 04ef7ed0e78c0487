# API resources.
console-resources = API resources
console-resources-lead = The APIs that this server issues tokens for, and what can be done in each.
console-resource = An API of your product.
console-built-in-resource = The API of this server. It cannot be changed.
console-built-in = Built in
console-default = Default
console-create-resource = Create API resource
console-create-resource-lead = Applications ask for tokens for it by its identifier.
console-no-resources = No API resources yet
console-no-resources-lead = An API resource is a back end of yours that accepts tokens from this server.
console-label-indicator = API identifier
console-label-resource-id = Resource ID
console-indicator-hint = An absolute address, such as https://api.fjord.example. Nobody has to be able to open it. It cannot be changed afterwards.
console-indicator-wrong = Enter an absolute address without spaces and without #.
console-indicator-lead = What code names when it asks for a token.
console-resource-created = The API resource is created.
console-resource-deleted = The API resource is deleted.
console-resource-general-lead = How it is called here.
console-tokens = Tokens
console-tokens-lead = What is issued for this API.
console-label-token-lifetime = Lifetime of access tokens
console-token-lifetime-hint = In seconds, up to a year. Permissions that were taken away still count until a token ends.
console-lifetime-wrong = Enter a whole number of seconds, at least 1 and at most a year.
console-seconds = { $count ->
    [one] one second
   *[other] { $count } seconds
}
console-label-default-resource = Default API
console-default-resource-hint = Tokens are for this API when an application names none. There is at most one.
console-permissions = Permissions
console-permission-of = A permission of { $name }
console-resource-permissions-lead = What can be done in this API. Roles grant it.
console-no-permissions = No permissions
console-no-permissions-lead = A permission is what your API asks for before it does something, such as “orders:read”.
console-delete-resource = Delete API resource
console-delete-resource-lead = Nobody gets tokens for it any more.
console-delete-resource-title = Delete { $name }?
console-delete-resource-consequence = Its permissions are gone from every role.
console-delete-resource-tokens = Applications that ask for it are refused.

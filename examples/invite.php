<?php
// SPDX-License-Identifier: MIT
// A new tenant and its first admin: php invite.php "Acme Corporation" ann@example.com
//
// TENANTRY_URL is https://api.example.com/rpc, TENANTRY_KEY an API key of the MSP.  Needs php-curl.
declare(strict_types=1);

class Refused extends Exception
{
    public function __construct(public readonly array $error)
    {
        parent::__construct($error['message'], $error['code']);
    }

    public function reason(): string
    {
        return $this->error['data']['reason'] ?? $this->error['reason'];
    }
}

function call(string $method, array $params): array
{
    $curl = curl_init(getenv('TENANTRY_URL'));
    curl_setopt_array($curl, [
        CURLOPT_POSTFIELDS => json_encode(['jsonrpc' => '2.0', 'id' => 1, 'method' => $method, 'params' => $params]),
        CURLOPT_HTTPHEADER => ['Content-Type: application/json', 'X-API-Key: ' . getenv('TENANTRY_KEY')],
        CURLOPT_RETURNTRANSFER => true,
        CURLOPT_TIMEOUT => 10,
    ]);
    if (getenv('TENANTRY_CA')) {
        curl_setopt($curl, CURLOPT_CAINFO, getenv('TENANTRY_CA'));
    }
    $body = curl_exec($curl);
    if ($body === false) {
        throw new RuntimeException(curl_error($curl));
    }
    $reply = json_decode($body, true, flags: JSON_THROW_ON_ERROR);
    if (isset($reply['error'])) {
        throw new Refused($reply['error']);
    }
    return $reply['result'];
}

[, $name, $email] = $argv;
try {
    $made = call('tenant.create', ['tenants' => [['tenant_name' => $name]], 'idempotency_key' => "signup-$email"]);
    $tenant = $made['tenants'][0]['tenant_id'];
    echo "tenant $tenant\n";
    $invited = call('invitation.create', ['tenant_id' => $tenant, 'invitations' => [['email' => $email, 'role' => 'admin']]]);
    $error = $invited['results'][0]['error'];
    if ($error !== null && $error['reason'] !== 'email_taken') {
        throw new Refused($error);
    }
    echo $error === null ? "invited $email\n" : "invited already\n";
} catch (Refused $refused) {
    fwrite(STDERR, "refused: {$refused->reason()}: {$refused->getMessage()}\n");
    exit(1);
}

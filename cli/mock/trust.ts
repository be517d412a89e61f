/** For whom a CA can be trusted, and how; `CA` stands for its path. */
const ways: readonly (readonly [who: string, how: string])[] = [
  ['curl', 'curl --cacert CA …, or export CURL_CA_BUNDLE=CA'],
  ['Node.js', 'export NODE_EXTRA_CA_CERTS=CA'],
  ['Python requests, httpx', 'export REQUESTS_CA_BUNDLE=CA SSL_CERT_FILE=CA'],
  ['Go, Ruby, PHP, .NET on Linux', 'export SSL_CERT_FILE=CA'],
  ['Java', 'keytool -importcert -noprompt -alias auth-conformance -file CA -keystore trust.p12 -storepass changeit'],
  ['', 'java -Djavax.net.ssl.trustStore=trust.p12 -Djavax.net.ssl.trustStorePassword=changeit …'],
  ['Git', 'git -c http.sslCAInfo=CA …'],
  ['Debian, Ubuntu', 'sudo cp CA /usr/local/share/ca-certificates/auth-conformance.crt && sudo update-ca-certificates'],
  ['Fedora, RHEL', 'sudo cp CA /etc/pki/ca-trust/source/anchors/auth-conformance.pem && sudo update-ca-trust'],
  ['Alpine', 'cp CA /usr/local/share/ca-certificates/auth-conformance.crt && update-ca-certificates'],
  ['macOS', 'sudo security add-trusted-cert -d -r trustRoot -k /Library/Keychains/System.keychain CA'],
  ['Windows (administrator)', 'certutil -addstore Root CA'],
  ['Firefox', 'Settings, Privacy & Security, View Certificates, Authorities, Import: CA'],
];

/** How clients and systems trust a CA: one line each, and a warning. */
export function trustLines(file: string): readonly string[] {
  const quoted = /^[\w./:-]+$/.test(file) ? file : `"${file}"`;
  return [
    ...ways.map(
      ([who, how]) => `${who.padEnd(30)}${how.replaceAll('CA', (match, at: number) => (isPlaceholder(how, at) ? quoted : match))}`,
    ),
    '',
    'A person with ca-key.pem of this folder can issue certificates that these clients trust. Trust the CA on development machines only.',
  ];
}

/** Whether the letters stand alone, and are not part of a variable name. */
const isPlaceholder = (how: string, at: number) => !/[A-Za-z_]/.test(how[at - 1] ?? ' ') && !/\w/.test(how[at + 2] ?? ' ');

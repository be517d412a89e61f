package herbarium

// Tests of the SDK against the mock, over HTTPS: the client trusts the CA of the mock.

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

var mock struct {
	URL     string `json:"url"`
	CA      string `json:"ca"`
	Control struct{ URL, Token string }
}

var trusting *http.Client

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func TestMain(m *testing.M) {
	command := os.Getenv("AUTH_CONFORMANCE")
	if command == "" {
		command = "npx auth-conformance"
	}
	words := append(strings.Fields(command), "mock", "../../header-key/openapi.yaml", "--overlay", "../../header-key/limits.overlay.yaml",
		"--port", "0", "--http-port", "0", "--control-port", "0", "--json")
	process := exec.Command(words[0], words[1:]...)
	output, err := process.StdoutPipe()
	must(err)
	must(process.Start())
	must(json.NewDecoder(output).Decode(&mock))
	certificate, err := os.ReadFile(mock.CA)
	must(err)
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(certificate)
	trusting = &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}}
	code := m.Run()
	must(process.Process.Signal(os.Interrupt))
	_ = process.Wait()
	os.Exit(code)
}

func control(path string, body map[string]string, result any) {
	text, err := json.Marshal(body)
	must(err)
	request, err := http.NewRequest(http.MethodPost, mock.Control.URL+path, bytes.NewReader(text))
	must(err)
	request.Header.Set("Authorization", "Bearer "+mock.Control.Token)
	response, err := http.DefaultClient.Do(request)
	must(err)
	defer response.Body.Close()
	must(json.NewDecoder(response.Body).Decode(result))
}

func clientOf(shape map[string]string, sleep func(time.Duration)) *Client {
	var minted struct{ Credential string }
	control("/mint", shape, &minted)
	return &Client{BaseURL: mock.URL, Key: minted.Credential, HTTP: trusting, Sleep: sleep}
}

func TestListsTheSpecimens(t *testing.T) {
	specimens, err := clientOf(map[string]string{}, time.Sleep).Specimens()
	if err != nil || specimens[0].Species != "Bellis perennis" {
		t.Fatal(specimens, err)
	}
}

func TestRevokedKeyHasItsOwnError(t *testing.T) {
	_, err := clientOf(map[string]string{"state": "revoked"}, time.Sleep).Specimens()
	if !errors.Is(err, ErrNotAuthorized) {
		t.Fatal(err)
	}
}

func TestEleventhCallWithinAMinuteWaitsForTheNextWindow(t *testing.T) {
	var waits []time.Duration
	client := clientOf(map[string]string{"plan": "visitor"}, func(wait time.Duration) {
		waits = append(waits, wait)
		control("/clock", map[string]string{"advance": fmt.Sprintf("%.0fs", wait.Seconds())}, &struct{}{})
	})
	for call := 0; call < 11; call++ {
		if _, err := client.Specimens(); err != nil {
			t.Fatal(err)
		}
	}
	if len(waits) != 1 || waits[0] > time.Minute {
		t.Fatal(waits)
	}
}

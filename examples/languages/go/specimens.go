// Package herbarium is a small SDK: it waits after a 429, and has its own error for a key that is not accepted.
package herbarium

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// ErrNotAuthorized says that the server rejected the key.
var ErrNotAuthorized = errors.New("the key is not accepted")

// Specimen is a pressed plant.
type Specimen struct {
	Number  string `json:"number"`
	Species string `json:"species"`
}

// Client calls the API with a key. Sleep is replaced in tests.
type Client struct {
	BaseURL string
	Key     string
	HTTP    *http.Client
	Sleep   func(time.Duration)
}

// Specimens lists the specimens.
func (client *Client) Specimens() ([]Specimen, error) {
	for {
		request, err := http.NewRequest(http.MethodGet, client.BaseURL+"/specimens", nil)
		if err != nil {
			return nil, err
		}
		request.Header.Set("X-Api-Key", client.Key)
		response, err := client.HTTP.Do(request)
		if err != nil {
			return nil, err
		}
		defer response.Body.Close()
		switch response.StatusCode {
		case http.StatusOK:
			var specimens []Specimen
			return specimens, json.NewDecoder(response.Body).Decode(&specimens)
		case http.StatusUnauthorized:
			return nil, ErrNotAuthorized
		case http.StatusTooManyRequests:
			seconds, err := strconv.Atoi(response.Header.Get("Retry-After"))
			if err != nil {
				seconds = 1
			}
			client.Sleep(time.Duration(seconds) * time.Second)
		default:
			return nil, fmt.Errorf("unexpected status %s", response.Status)
		}
	}
}

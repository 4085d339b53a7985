// Asks porcupine whether what clients saw of their registers is linearizable.
//
// Standard input: one request a line, as src/rehearse/request.ts has them. Standard output: a line for each register whose
// history is not, or not known to be: its name and porcupine's answer.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"sort"
	"time"

	"github.com/anishathalye/porcupine"
)

const patience = time.Minute

type request struct {
	Kind  string  `json:"kind"`
	Key   string  `json:"key"`
	Value *int    `json:"value"`
	Start int64   `json:"start"`
	End   int64   `json:"end"`
	Error *string `json:"error"`
}

// A register holds 0 before it is written.
var register = porcupine.Model{
	Init: func() any { return 0 },
	Step: func(state, input, output any) (bool, any) {
		if written, isWrite := input.(int); isWrite {
			return true, written
		}
		return output == state, state
	},
}

func main() {
	histories, err := read(os.Stdin)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	keys := make([]string, 0, len(histories))
	for key := range histories {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	for _, key := range keys {
		if result := porcupine.CheckOperationsTimeout(register, histories[key], patience); result != porcupine.Ok {
			fmt.Println(key, result)
		}
	}
}

func read(from io.Reader) (map[string][]porcupine.Operation, error) {
	histories := map[string][]porcupine.Operation{}
	decoder := json.NewDecoder(from)
	for client := 0; ; client++ {
		var one request
		if err := decoder.Decode(&one); errors.Is(err, io.EOF) {
			return histories, nil
		} else if err != nil {
			return nil, err
		}
		if operation, tells := operationOf(one); tells {
			operation.ClientId = client
			histories[one.Key] = append(histories[one.Key], operation)
		}
	}
}

// A write that failed may have happened, and may happen at any time to come. A read that failed tells nothing.
func operationOf(one request) (porcupine.Operation, bool) {
	operation := porcupine.Operation{Call: one.Start, Return: one.End}
	value := 0
	if one.Value != nil {
		value = *one.Value
	}
	switch {
	case one.Kind == "set":
		operation.Input = value
		if one.Error != nil {
			operation.Return = math.MaxInt64
		}
		return operation, true
	case one.Kind == "get" && one.Error == nil:
		operation.Output = value
		return operation, true
	}
	return operation, false
}

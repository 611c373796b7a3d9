-- Checks every answer (status and a marker in the body) and prints what happened as one line of JSON.
local threads = {}
bad = 0

function setup(thread)
  table.insert(threads, thread)
end

function init(args)
  marker = args[1]
end

function response(status, headers, body)
  if status ~= 200 or not string.find(body, marker, 1, true) then
    bad = bad + 1
  end
end

function done(summary, latency, requests)
  local wrong = 0
  for _, thread in ipairs(threads) do
    wrong = wrong + thread:get("bad")
  end
  local errors = summary.errors
  io.write(string.format(
    '\n{"requests": %d, "seconds": %f, "p95_ms": %f, "bad": %d, "socket_errors": %d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(95) / 1000, wrong,
    errors.connect + errors.read + errors.write + errors.timeout
  ))
end

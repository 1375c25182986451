-- SPDX-License-Identifier: MIT
-- For wrk: the requests of a file, one after the other.
--
--	wrk ... -s load.lua URL -- FILE [PAUSE]
--
-- FILE: a line with method and path, then for each caller one with host, cookie and body, apart
-- by tabs.  NNNNNNNNNN in a body is another number each time.  Every connection waits about PAUSE
-- milliseconds before each request.  At the end one line of JSON is printed.

local threads = 0

function setup(thread)
   threads = threads + 1
   thread:set("number", threads)
end

-- Every name below .localhost is this machine, whatever the resolver thinks of it.
local resolve = wrk.resolve
function wrk.resolve(host, service)
   resolve("127.0.0.1", service)
end

local requests, at, numbered, count = {}, 0, false, 0

function init(args)
   local method, path
   for line in io.lines(args[1]) do
      local host, cookie, body = line:match("^(.-)\t(.-)\t(.*)$")
      if host == nil then
         method, path = line:match("^(%S+) (%S+)$")
      else
         local headers = {Host = host, Cookie = cookie, ["Sec-Fetch-Site"] = "same-origin"}
         if body == "" then
            body = nil
         else
            headers["Content-Type"] = "application/json"
            numbered = numbered or body:find("NNNNNNNNNN", 1, true) ~= nil
         end
         requests[#requests + 1] = wrk.format(method, path, headers, body)
      end
   end
   at = number * 7
   local pause = tonumber(args[2])
   if pause then
      function delay() return math.random(0, 2 * pause) end
   end
end

function request()
   at = at % #requests + 1
   if not numbered then
      return requests[at]
   end
   count = count + 1
   return (requests[at]:gsub("NNNNNNNNNN", string.format("%02d%08d", number, count)))
end

function done(summary, latency)
   local e = summary.errors
   io.write(string.format(
      '{"requests":%d,"seconds":%.6f,"failed":%d,"bytes":%d,"p50":%.3f,"p99":%.3f,"mean":%.3f}\n',
      summary.requests, summary.duration / 1e6, e.connect + e.read + e.write + e.status + e.timeout,
      summary.bytes, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, latency.mean / 1e3))
end

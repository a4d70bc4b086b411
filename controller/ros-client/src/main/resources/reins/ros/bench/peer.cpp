// The roscpp side of the benchmark: ping | pong | source | sink.
#include <ros/ros.h>
#include <sensor_msgs/Image.h>
#include <std_msgs/Float64MultiArray.h>
#include <std_msgs/UInt32.h>
#include <time.h>
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <mutex>
#include <string>
#include <vector>

static long now_ns() {
  timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000L + t.tv_nsec;
}
static void sleep_until(long t) {
  timespec at = {t / 1000000000L, t % 1000000000L};
  while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, nullptr) != 0) {}
}
static ros::TransportHints hints() { return ros::TransportHints().tcpNoDelay(); }

static const size_t IMAGE_BYTES = 640 * 480 * 3, SECOND_AT = IMAGE_BYTES - 8;
static const uint32_t NOT_WHOLE = 0xFFFFFFFF;
static uint32_t& number_at(const std::vector<uint8_t>& data, size_t at) { return *(uint32_t*)&data[at]; }

static int ping(ros::NodeHandle& n, int warm, int count) {
  std::vector<long> rtt_ns(count, -1);
  std::vector<long> sent_ns(warm + count, 0);
  boost::function<void(const std_msgs::Float64MultiArrayConstPtr&)> heard =
      [&](const std_msgs::Float64MultiArrayConstPtr& m) {
        int i = (int)m->data[0];
        if (i >= warm && i < warm + count) rtt_ns[i - warm] = now_ns() - sent_ns[i];
      };
  ros::Subscriber in = n.subscribe<std_msgs::Float64MultiArray>("pong", 100, heard, ros::VoidConstPtr(), hints());
  ros::Publisher out = n.advertise<std_msgs::Float64MultiArray>("ping", 100);
  while (out.getNumSubscribers() == 0 || in.getNumPublishers() == 0) ros::Duration(0.01).sleep();
  ros::Duration(0.5).sleep();
  std_msgs::Float64MultiArray m;
  m.data.resize(14);
  long next = now_ns();
  for (int i = 0; i < warm + count; i++) {
    sleep_until(next += 1000000);
    m.data[0] = i;
    sent_ns[i] = now_ns();
    out.publish(m);
  }
  ros::Duration(0.3).sleep();
  std::vector<long> seen;
  for (long t : rtt_ns)
    if (t >= 0) seen.push_back(t);
  std::sort(seen.begin(), seen.end());
  if (seen.empty()) return 1;
  printf("RESULT p50_us=%.3f p99_us=%.3f lost=%d\n", seen[seen.size() / 2] * 1e-3, seen[seen.size() * 99 / 100] * 1e-3,
         count - (int)seen.size());
  return 0;
}

static int source(ros::NodeHandle& n, int warm, int count) {
  std::atomic<int> acked(0);
  boost::function<void(const std_msgs::UInt32ConstPtr&)> ack = [&](const std_msgs::UInt32ConstPtr& m) {
    if (m->data != NOT_WHOLE) acked++;
  };
  ros::Subscriber in = n.subscribe<std_msgs::UInt32>("ack", 100, ack, ros::VoidConstPtr(), hints());
  ros::Publisher out = n.advertise<sensor_msgs::Image>("image", 8);
  while (out.getNumSubscribers() == 0 || in.getNumPublishers() == 0) ros::Duration(0.01).sleep();
  ros::Duration(0.5).sleep();
  sensor_msgs::Image m;
  m.width = 640; m.height = 480; m.step = 1920; m.encoding = "rgb8";
  m.data.resize(IMAGE_BYTES, 7);
  long start = 0;
  for (int i = 0; i < warm + count; i++) {
    if (i == warm) start = now_ns();
    while (i - acked >= 4) { timespec t = {0, 20000}; nanosleep(&t, nullptr); }
    number_at(m.data, 0) = i;
    number_at(m.data, SECOND_AT) = i;
    out.publish(m);
  }
  while (acked < warm + count) { timespec t = {0, 20000}; nanosleep(&t, nullptr); }
  printf("RESULT throughput_MB_s=%.3f\n", (double)count * m.data.size() / ((now_ns() - start) * 1e-3));
  return 0;
}

int main(int argc, char** argv) {
  std::string mode = argv[1];
  ros::init(argc, argv, "cpp_" + mode);
  ros::NodeHandle n;
  ros::AsyncSpinner spinner(1);
  spinner.start();
  int warm = argc > 2 ? atoi(argv[2]) : 0, count = argc > 3 ? atoi(argv[3]) : 0;
  if (mode == "ping") return ping(n, warm, count);
  if (mode == "source") return source(n, warm, count);
  ros::Publisher out;
  ros::Subscriber in;
  boost::function<void(const std_msgs::Float64MultiArrayConstPtr&)> echo = [&](const std_msgs::Float64MultiArrayConstPtr& m) { out.publish(m); };
  boost::function<void(const sensor_msgs::ImageConstPtr&)> sunk = [&](const sensor_msgs::ImageConstPtr& m) {
    std_msgs::UInt32 ack;
    bool whole = m->data.size() == IMAGE_BYTES && number_at(m->data, 0) == number_at(m->data, SECOND_AT);
    ack.data = whole ? m->data.size() : NOT_WHOLE;
    out.publish(ack);
  };
  if (mode == "pong") {
    out = n.advertise<std_msgs::Float64MultiArray>("pong", 100);
    in = n.subscribe<std_msgs::Float64MultiArray>("ping", 100, echo, ros::VoidConstPtr(), hints());
  } else if (mode == "sink") {
    out = n.advertise<std_msgs::UInt32>("ack", 100);
    in = n.subscribe<sensor_msgs::Image>("image", 8, sunk, ros::VoidConstPtr(), hints());
  }
  ros::waitForShutdown();
  return 0;
}

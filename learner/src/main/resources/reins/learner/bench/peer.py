"""The same updates in PyTorch, as fast as it makes them: the peer of `./reins bench learner`.

Members of the ensemble are batched matrix products, layer norm is the fused one, Adam works on lists of tensors. With
--groups 2 two Python threads take half of the members each (PyTorch lets go of the interpreter inside its operations).
Reads one JSON command a line, answers with one JSON line. Nothing here is ours but the calculation.
"""
import json
import math
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import numpy
import torch
import torch.nn.functional as F

EPSILON = 1e-6
LOG_STD_MIN, LOG_STD_MAX = math.log(1e-5), math.log(5)


def mlp(p, x):
    """[N, B, in] to [N, B, out]: linear, layer norm, ReLU; the last layer linear."""
    for l in range(0, len(p) - 2, 4):
        z = torch.baddbmm(p[l + 1], x, p[l].transpose(1, 2))
        x = torch.addcmul(p[l + 3], p[l + 2], F.layer_norm(z, z.shape[-1:], eps=EPSILON)).relu_()
    return torch.baddbmm(p[-1], x, p[-2].transpose(1, 2))


def blocks(flat, shape):
    """[N, parameters] in the layout of MlpShape to weights, biases, gammas, betas."""
    sizes = [shape["in"], *shape["hidden"], shape["out"]]
    at, result = 0, []
    for l in range(len(sizes) - 1):
        fan_in, fan_out = sizes[l], sizes[l + 1]
        result.append(flat[:, at:at + fan_in * fan_out].reshape(-1, fan_out, fan_in).clone())
        at += fan_in * fan_out
        for _ in range(1 if l == len(sizes) - 2 else 3):
            result.append(flat[:, at:at + fan_out].reshape(-1, 1, fan_out).clone())
            at += fan_out
    assert at == flat.shape[1]
    return result


class Trained:
    """Parameters and their Adam."""

    def __init__(self, tensors, lr):
        self.p = [t.requires_grad_() for t in tensors]
        self.adam = torch.optim.Adam(self.p, lr=lr, foreach=True)

    def step(self, loss):
        self.adam.zero_grad(set_to_none=True)
        loss.backward()
        self.adam.step()


class Critics(Trained):
    """Some members of the ensemble and their slow copies."""

    def __init__(self, tensors, c):
        super().__init__(tensors, c["critic_lr"])
        self.c = c
        self.slow = [t.detach().clone() for t in self.p]
        self.n = len(self.p[0])

    def values(self, p, x):
        return mlp(p, x.unsqueeze(0).expand(len(p[0]), -1, -1)).squeeze(-1)  # [N, B]

    def fit(self, x, y):
        loss = ((self.values(self.p, x) - y) ** 2).sum() / (self.c["critics"] * len(y))
        self.step(loss)
        with torch.no_grad():
            torch._foreach_mul_(self.slow, 1 - self.c["tau"])
            torch._foreach_add_(self.slow, self.p, alpha=self.c["tau"])
        return loss.detach()


class Sac:
    def __init__(self, c, groups, pool):
        self.c, self.pool = c, pool
        self.load(groups)
        self.lam = torch.tensor(math.log(math.expm1(c["temperature_init"])), requires_grad=True)
        self.alpha_adam = torch.optim.Adam([self.lam], lr=c["temperature_lr"])

    def load(self, groups):
        c, file = self.c, open(self.c["file"], "rb")

        def read(*shape):
            n = math.prod(shape)
            return torch.from_numpy(numpy.frombuffer(file.read(4 * n), "<f4").copy()).reshape(shape)

        self.actor = Trained(blocks(read(1, c["actor"]["parameters"]), c["actor"]), c["actor_lr"])
        all_members = read(c["critics"], c["critic"]["parameters"])
        size = c["critics"] // groups
        self.groups = [Critics(blocks(all_members[g * size:(g + 1) * size], c["critic"]), c) for g in range(groups)]
        b, o, a = c["batch"], c["obs"], c["action"]
        self.obs, self.action, self.reward, self.mask, self.next_obs = read(b, o), read(b, a), read(b), read(b), read(b, o)
        self.measured, self.next_measured = self.obs, self.next_obs
        self.given = [read(b, a) for _ in range(c["normals"])]
        self.read_more(read, file)

    def read_more(self, read, file):
        pass

    def draw(self, given):
        return torch.randn_like(self.action) if given is None else given

    def sample(self, obs, given):
        mu, log_std = mlp(self.actor.p, obs.unsqueeze(0)).squeeze(0).chunk(2, -1)
        log_std = log_std.clamp(LOG_STD_MIN, LOG_STD_MAX)
        eps = self.draw(given)
        u = mu + log_std.exp() * eps
        log_det = 2 * (math.log(2) - u - F.softplus(-2 * u))
        logp = (-0.5 * eps * eps - log_std - 0.5 * math.log(2 * math.pi) - log_det).sum(-1)
        return torch.tanh(u), logp

    def target_min(self, x, members):
        if len(self.groups) == 1:
            g = self.groups[0]
            return g.values([t[members] for t in g.slow], x).min(0).values
        each = []
        for m in members.tolist():
            g = self.groups[m // self.groups[0].n]
            i = m % g.n
            each.append(g.values([t[i:i + 1] for t in g.slow], x))
        return torch.cat(each).min(0).values

    def critic(self, given=None, members=None):
        c = self.c
        with torch.no_grad():
            action, _ = self.sample(self.next_obs, given)
            if members is None:
                members = torch.randperm(c["critics"])[:c["critics_min"]]
            least = self.target_min(torch.cat([self.next_obs, action], -1), members)
            y = self.reward + c["discount"] * self.mask * least
        x = torch.cat([self.obs, self.action], -1)
        if len(self.groups) == 1:
            return self.groups[0].fit(x, y).item()
        return sum(loss.item() for loss in self.pool.map(lambda g: g.fit(x, y), self.groups))

    def policy(self, given=None):
        action, logp = self.sample(self.obs, given)
        x = torch.cat([self.obs, action], -1)
        q = torch.cat([g.values([t.detach() for t in g.p], x) for g in self.groups]).mean(0)
        alpha = F.softplus(self.lam.detach())
        loss = (alpha * logp - q).mean()
        self.actor.step(loss)
        entropy = -logp.detach().mean()
        self.alpha_adam.zero_grad(set_to_none=True)
        (F.softplus(self.lam) * (entropy - self.c["target_entropy"])).backward()
        self.alpha_adam.step()
        return loss.item()

    def update(self):
        for _ in range(self.c["utd"]):
            self.critic()
        self.policy()

    def check(self, members):
        """Losses of so many critic updates with given draws, then of the actor's."""
        losses = [self.critic(self.given[k], torch.tensor(m)) for k, m in enumerate(members)]
        return losses + [self.policy(self.given[-1])]


class Encoder(Trained):
    """Convolutions for all cameras, a dense layer, layer norm and tanh for each: parameters as ConvShape lays them out."""

    def __init__(self, flat, c):
        s, self.c, at, p = c["encoder"], c, 0, []

        def take(*shape):
            nonlocal at
            at += math.prod(shape)
            return flat[at - math.prod(shape):at].reshape(shape)

        channels = 3
        for width in s["widths"]:
            weight = take(width, 3, 3, channels).permute(0, 3, 1, 2).contiguous(memory_format=c["format"])
            p += [weight, take(width).clone()]
            channels = width
        dense = [[take(s["latent"], s["top"]), *(take(1, s["latent"]) for _ in range(3))] for _ in range(s["cameras"])]
        p += [torch.stack(block) for block in zip(*dense)]
        assert at == len(flat)
        super().__init__(p, c["critic_lr"])
        self.slow = [t.detach().clone() for t in self.p]

    def __call__(self, x, p):
        """[cameras * B, 3, size, size] to [B, cameras * latent]."""
        for l in range(0, len(p) - 4, 2):
            x = F.conv2d(x, p[l], p[l + 1], stride=2).relu_()
        weight, bias, gamma, beta = p[-4:]
        top = x.permute(0, 2, 3, 1).reshape(len(weight), -1, weight.shape[-1])
        z = torch.baddbmm(bias, top, weight.transpose(1, 2))
        z = torch.addcmul(beta, gamma, F.layer_norm(z, z.shape[-1:], eps=EPSILON)).tanh_()
        return z.transpose(0, 1).reshape(top.shape[1], -1)

    def shifted(self, images, shifts):
        """[B, cameras, size, size, 3] bytes to [cameras * B, 3, size, size]: padded by 4, cut back anywhere."""
        size = images.shape[2]
        along = torch.arange(size)
        y = (along + (torch.div(shifts, 9, rounding_mode="floor") - 4)[:, None]).clamp_(0, size - 1)
        x = (along + (shifts % 9 - 4)[:, None]).clamp_(0, size - 1)
        at = torch.arange(len(images))[:, None, None]
        pictures = [images[:, k][at, y[:, :, None], x[:, None, :]] for k in range(images.shape[1])]
        floats = torch.cat(pictures).float().mul_(1 / 255).permute(0, 3, 1, 2)
        return floats.contiguous(memory_format=self.c["format"])

    def follow(self):
        with torch.no_grad():
            torch._foreach_mul_(self.slow, 1 - self.c["tau"])
            torch._foreach_add_(self.slow, self.p, alpha=self.c["tau"])


class Pixels(Sac):
    def read_more(self, read, file):
        c = self.c
        c["format"] = torch.channels_last if c["channels_last"] else torch.contiguous_format
        self.encoder = Encoder(read(c["encoder"]["parameters"]), c)
        self.shifts = [[read(c["batch"]).long() for _ in range(2)] for _ in range(c["checks"])]
        s = c["encoder"]
        self.images, self.next_images = (
            torch.from_numpy(numpy.frombuffer(file.read(c["batch"] * s["cameras"] * s["size"] ** 2 * 3), "u1").copy())
            .reshape(c["batch"], s["cameras"], s["size"], s["size"], 3) for _ in range(2))

    def update(self, given=(None, None), members=None, shifts=None):
        c, f, b = self.c, self.encoder, self.c["batch"]
        now, after = shifts or (torch.randint(81, (b,)), torch.randint(81, (b,)))
        with torch.no_grad():
            images = f.shifted(self.next_images, after)
            action, _ = self.sample(torch.cat([f(images, f.p), self.next_measured], -1), given[0])
            if members is None:
                members = torch.randperm(c["critics"])[:c["critics_min"]]
            slow = torch.cat([f(images, f.slow), self.next_measured, action], -1)
            y = self.reward + c["discount"] * self.mask * self.target_min(slow, members)
            images = f.shifted(self.images, now)
        f.adam.zero_grad(set_to_none=True)
        self.obs = torch.cat([f(images, f.p), self.measured], -1)
        loss = self.groups[0].fit(torch.cat([self.obs, self.action], -1), y)
        f.adam.step()
        f.follow()
        self.obs = self.obs.detach()  # the policy sees it, its gradient stops here
        return loss.item(), self.policy(given[1])

    def check(self, members):
        losses = []
        for k, m in enumerate(members):
            losses += self.update(self.given[2 * k:2 * k + 2], torch.tensor(m), self.shifts[k])
        return losses


def main():
    config = json.loads(sys.stdin.readline())
    torch.set_num_threads(config["threads"])
    torch.manual_seed(1)
    pool = ThreadPoolExecutor(config["groups"], initializer=lambda: torch.set_num_threads(config["threads"]))
    case = config["case"]
    case["channels_last"] = config["channels_last"]
    peer = (Pixels if "encoder" in case else Sac)(case, config["groups"], pool)
    for line in sys.stdin:
        command = json.loads(line)
        if command["do"] == "check":
            answer = {"losses": peer.check(command["members"])}
        else:
            run = getattr(peer, command["do"])
            start = time.perf_counter()
            for _ in range(command["updates"]):
                run()
            answer = {"ms": (time.perf_counter() - start) * 1e3 / command["updates"]}
        print(json.dumps(answer), flush=True)


main()
